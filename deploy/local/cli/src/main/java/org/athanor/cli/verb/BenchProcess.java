package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.athanor.cli.CliException;
import org.athanor.cli.Home;
import org.athanor.cli.stack.NativeEnvironment;

/** A benchmark of the engine in a process of its own, which prints one JSON object. */
final class BenchProcess {

    /** The libraries that pretrain-service was packaged with. */
    private static final String LIBRARIES = "pretrain-service/target/quarkus-app/lib/main";

    private static final String PACKAGE = "org.athanor.transformer.bench.";

    private BenchProcess() {}

    /**
     * Waits for the benchmark to end; what it says on standard error is shown as it comes.
     *
     * @param name its class
     * @param environment settings beside those that every benchmark has
     */
    static JsonNode run(String name, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path libraries = Home.current().checkout().resolve(LIBRARIES);
        if (!Files.isDirectory(libraries)) {
            throw new CliException(libraries + " is missing: ./athanor builds it");
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                libraries + "/*",
                                PACKAGE + name));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        NativeEnvironment.addTo(builder.environment());
        builder.environment().putAll(environment);
        Process bench = builder.start();
        String output = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (bench.waitFor() != 0) {
            throw new CliException("the benchmark ended with exit code " + bench.exitValue());
        }
        return new JsonMapper().readTree(output);
    }
}
