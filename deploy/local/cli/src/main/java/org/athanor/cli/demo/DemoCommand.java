package org.athanor.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.Home;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.ApiException;
import org.athanor.cli.api.Service;
import org.athanor.cli.stack.LocalStack;
import org.athanor.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
        name = "demo",
        description = {
            "Take a language model through its whole life on this machine: corpus, tokenizer,",
            "pre-training, fine-tuning, comparisons (by a program: synthetic), reward model, PPO, serving.",
            "Then stay in the foreground with everything running."
        })
public final class DemoCommand implements Callable<Integer> {

    /** Set by the script: how long the build took, in seconds. */
    private static final String BUILD_SECONDS = "athanor.build.seconds";

    @Option(names = "--quick", description = "Smaller sizes, the same path: a few minutes.")
    private boolean quick;

    @Option(names = "--exit", description = "Stop the stack after the table.")
    private boolean exit;

    @Mixin private JsonOutput json;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.standardError();
        DemoSize size = quick ? DemoSize.reduced() : DemoSize.full();
        Home home = Home.current();
        try (TerminalDisplay display = new TerminalDisplay(terminal)) {
            StageLog stages = new StageLog(display);
            stages.add("build", buildDuration(), null, Map.of());
            if (LocalStack.isRunning(home)) {
                terminal.say("The stack runs already: the life is lived there, and it stays up.");
                return live(terminal, size, stages);
            }
            long starting = System.nanoTime();
            try (LocalStack stack = LocalStack.start(home, terminal::say)) {
                stages.add(
                        "start the stack",
                        Duration.ofNanos(System.nanoTime() - starting),
                        null,
                        Map.of("services", stack.urls().size()));
                int exitCode = live(terminal, size, stages);
                if (!exit) {
                    terminal.say(
                            "\nCtrl-C stops everything; ./athanor up starts it again with all that was made.");
                    stack.awaitEnd();
                }
                return exitCode;
            }
        } catch (ApiException | DemoFailedException e) {
            throw new CliException(ExitCode.FAILED, e.getMessage(), e);
        }
    }

    private int live(Terminal terminal, DemoSize size, StageLog stages)
            throws InterruptedException, JsonProcessingException {
        Life.Outcome outcome = new Life(size, Api.patient(), stages, UUID.randomUUID()).live();
        report(stages.results());
        if (!outcome.reached()) {
            terminal.say(
                    "The rule's score was to rise by %.0f standard deviations within %.0f nats: it did not."
                            .formatted(size.targetDeviations(), DemoSize.KL_BUDGET));
        }
        if (!exit) {
            terminal.say("");
            for (Service service : Service.values()) {
                terminal.say(
                        "%-12s %s/q/swagger-ui"
                                .formatted(service.shortName(), service.baseUri(System.getenv())));
            }
            terminal.say("\nTalk to it:\n" + curl(outcome.examplePrompt()));
        }
        return outcome.reached() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void report(List<StageResult> stages) {
        DemoReport report = new DemoReport(Machine.here(), quick, stages);
        json.write(
                report,
                () -> {
                    System.out.println(report.machine() + (quick ? ", --quick" : ""));
                    System.out.print(StageTable.render(stages));
                });
    }

    private static String curl(String prompt) throws JsonProcessingException {
        String body =
                new JsonMapper()
                        .writeValueAsString(
                                Map.of(
                                        "model",
                                        Life.OPTIMISED,
                                        "messages",
                                        List.of(Map.of("role", "user", "content", prompt))));
        return "curl -s %s/v1/chat/completions -H 'Content-Type: application/json' -d '%s'"
                .formatted(Service.INFERENCE.baseUri(System.getenv()), body.replace("'", "'\\''"));
    }

    private static Duration buildDuration() {
        return Duration.ofMillis(
                Math.round(1000 * Double.parseDouble(System.getProperty(BUILD_SECONDS, "0"))));
    }
}
