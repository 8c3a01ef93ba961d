package org.athanor.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.athanor.stack.process.ChildMain;

/**
 * A program in a JVM of its own, which a test may kill as a machine's failure does. It ends with the test JVM at the
 * latest.
 */
public final class ChildJvm implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a main class of this test JVM's own class path.
     *
     * @param environment added to this JVM's
     * @param arguments JVM options first (those that begin with a dash), then the main class's
     */
    public static ChildJvm of(Class<?> main, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(
                List.of(System.getProperty("java.class.path")),
                main.getName(),
                environment,
                arguments);
    }

    /**
     * Starts a packaged Quarkus application.
     *
     * @param application the folder {@code target/quarkus-app}
     * @param environment added to this JVM's, for example {@code QUARKUS_HTTP_PORT}
     */
    public static ChildJvm ofQuarkusApplication(
            Path application, Map<String, String> environment, String... jvmOptions)
            throws IOException {
        Path runner = application.resolve("quarkus-run.jar").toAbsolutePath();
        if (!Files.exists(runner)) {
            throw new IOException(runner + " is missing: package the module first");
        }
        return start(
                List.of(runner.toString(), System.getProperty("java.class.path")),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                environment,
                jvmOptions);
    }

    /**
     * Starts a main class of a class path that has nothing of this test JVM's: what it needs may clash with it.
     *
     * @param arguments JVM options first (those that begin with a dash), then the main class's
     */
    public static ChildJvm ofClassPath(List<Path> classPath, String main, String... arguments)
            throws IOException {
        return start(
                Stream.concat(classPath.stream(), Stream.of(placeOf(ChildMain.class)))
                        .map(Path::toString)
                        .toList(),
                main,
                Map.of(),
                arguments);
    }

    /** The jar or folder that a class was loaded from. */
    public static Path placeOf(Class<?> type) {
        return Path.of(
                URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static ChildJvm start(
            List<String> classPath,
            String main,
            Map<String, String> environment,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List<String> given = List.of(arguments);
        command.addAll(given.stream().filter(argument -> argument.startsWith("-")).toList());
        command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(
                List.of("-cp", String.join(":", classPath), ChildMain.class.getName(), main));
        command.addAll(given.stream().filter(argument -> !argument.startsWith("-")).toList());
        Path log = Files.createTempFile("athanor-child-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(Redirect.appendTo(log.toFile())).environment().putAll(environment);
        return new ChildJvm(builder.start(), log);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Standard output and standard error until now. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Waits up to 60 s until the log contains the text; fails the test, showing the log, when it does not. */
    public void awaitLog(String text) throws IOException {
        await("\"" + text + "\" in the log of process " + pid())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> log().contains(text) || !process.isAlive());
        if (!log().contains(text)) {
            throw new AssertionError(
                    "the process ended without saying \"" + text + "\":\n" + log());
        }
    }

    /** {@code kill -9}: nothing in the program runs any more. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** {@code kill -TERM}; returns when the program has ended in order, or was killed after 20 s. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** Kills what still runs and deletes the log. */
    @Override
    public void close() throws IOException, InterruptedException {
        kill();
        Files.deleteIfExists(log);
    }
}
