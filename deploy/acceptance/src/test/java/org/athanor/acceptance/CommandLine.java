package org.athanor.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged command line in a process of its own, on ports and data of its own. */
final class CommandLine {

    /** Far from the defaults: a stack that a developer has running is left alone. */
    static final int PORT_OFFSET = 2_700;

    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path CLI = CHECKOUT.resolve("deploy/local/cli/target");

    private final Path data;

    CommandLine(Path data) {
        this.data = data;
    }

    /** Starts a command; its output goes to files beside the data. */
    Running start(String name, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dathanor.checkout=" + CHECKOUT,
                                "-cp",
                                CLI.resolve("athanor-cli.jar") + ":" + CLI.resolve("lib") + "/*",
                                "org.athanor.cli.Athanor"));
        command.addAll(List.of(arguments));
        Files.createDirectories(data);
        Path out = data.resolve(name + ".out");
        Path err = data.resolve(name + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("ATHANOR_HOME", data.resolve("home").toString());
        environment.put("ATHANOR_PORT_OFFSET", Integer.toString(PORT_OFFSET));
        return new Running(builder.start(), out, err);
    }

    /** A command that was started. */
    record Running(Process process, Path out, Path err) implements AutoCloseable {

        /** Waits for the end and returns the exit code. */
        int exitCode(long minutes) throws InterruptedException {
            if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                throw new AssertionError(
                        "still running after " + minutes + " minutes:\n" + errors());
            }
            return process.exitValue();
        }

        String output() {
            return read(out);
        }

        String errors() {
            return read(err);
        }

        /** Ends it as Ctrl-C would. */
        @Override
        public void close() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        }

        private static String read(Path file) {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
