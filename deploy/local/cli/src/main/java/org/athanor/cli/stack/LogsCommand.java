package org.athanor.cli.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.athanor.cli.ExitCode;
import org.athanor.cli.Home;
import org.athanor.cli.JsonOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code athanor logs}. */
@Command(name = "logs", description = "Show the end of the logs of one service, or of all.")
public final class LogsCommand implements Callable<Integer> {

    private static final long POLL_MS = 250;

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description =
                    "tokenizer, pretrain, reward, rlhf, inference, kafka or postgres; all when left out.")
    private String service;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is added, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "50",
            paramLabel = "N",
            description = "How many lines of each log to begin with (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Mixin private JsonOutput json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        StackLayout layout = StackLayout.of(Home.current(), System.getenv());
        requireSense(layout);
        Map<String, LogTail> tails = new LinkedHashMap<>();
        for (String name : service == null ? layout.names() : List.of(service)) {
            tails.put(name, new LogTail(layout.log(name)));
        }
        List<LogLine> last = new ArrayList<>();
        tails.forEach(
                (name, tail) ->
                        tail.last(lines).forEach(line -> last.add(LogLine.parse(name, line))));
        json.write(last, () -> last.forEach(this::print));
        while (follow) {
            Thread.sleep(POLL_MS);
            printAdded(tails);
        }
        return ExitCode.OK;
    }

    private void printAdded(Map<String, LogTail> tails) throws IOException {
        for (Map.Entry<String, LogTail> tail : tails.entrySet()) {
            for (String line : tail.getValue().added()) {
                print(LogLine.parse(tail.getKey(), line));
            }
        }
    }

    private void print(LogLine line) {
        System.out.println(service == null ? line.withName() : line.text());
    }

    private void requireSense(StackLayout layout) {
        if (service != null && !layout.names().contains(service)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "No log named " + service + ": one of " + String.join(", ", layout.names()));
        }
        if (lines < 0) {
            throw new ParameterException(spec.commandLine(), "--lines must be >= 0, was " + lines);
        }
        if (follow && json.ownsStandardOutput()) {
            throw new ParameterException(
                    spec.commandLine(), "--follow never ends, so there is no --json of it");
        }
    }
}
