package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.Home;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.stack.NativeEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench engine}. */
@Command(
        name = "bench",
        description = "Measure this machine.",
        subcommands = BenchCommand.EngineVerb.class)
public final class BenchCommand extends Group {

    private static final String MAIN = "org.athanor.transformer.bench.EngineBench";

    /** The libraries that pretrain-service was packaged with. */
    private static final String LIBRARIES = "pretrain-service/target/quarkus-app/lib/main";

    @Command(
            name = "engine",
            description = {
                "The engine's peak, training, prefill and decoding, in a process of its own.",
                "Stop the stack and other programs first: they share the cores."
            })
    static final class EngineVerb implements Callable<Integer> {

        @Mixin private JsonOutput json;

        @Option(
                names = "--steps",
                defaultValue = "20",
                description = "Training steps a figure is taken from (default: ${DEFAULT-VALUE}).")
        private int steps;

        @Option(
                names = "--answers",
                defaultValue = "5",
                description =
                        "Answers of 64 tokens a figure is taken from (default: ${DEFAULT-VALUE}).")
        private int answers;

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode report = new JsonMapper().readTree(measure(Home.current()));
            json.write(report, () -> System.out.println(report.toPrettyString()));
            return ExitCode.OK;
        }

        private String measure(Home home) throws IOException, InterruptedException {
            Path libraries = home.checkout().resolve(LIBRARIES);
            if (!Files.isDirectory(libraries)) {
                throw new CliException(libraries + " is missing: ./athanor builds it");
            }
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    libraries + "/*",
                                    MAIN));
            command.addAll(List.of(Integer.toString(steps), Integer.toString(answers)));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            NativeEnvironment.addTo(builder.environment());
            Process bench = builder.start();
            String output = new String(bench.getInputStream().readAllBytes());
            if (bench.waitFor() != 0) {
                throw new CliException("the benchmark ended with exit code " + bench.exitValue());
            }
            return output;
        }
    }
}
