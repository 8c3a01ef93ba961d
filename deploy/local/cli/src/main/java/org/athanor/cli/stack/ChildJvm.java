package org.athanor.cli.stack;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.athanor.stack.process.ChildMain;

/** A main class in a JVM of its own that ends with the launcher, and that a terminal's Ctrl-C does not reach. */
final class ChildJvm implements Component.Running {

    private static final long LOG_LIMIT_BYTES = 16L << 20;

    private final Process process;
    private final BooleanSupplier ready;
    private final Duration stopPatience;

    private ChildJvm(Process process, BooleanSupplier ready, Duration stopPatience) {
        this.process = process;
        this.ready = ready;
        this.stopPatience = stopPatience;
    }

    /**
     * What to run.
     *
     * @param classPath in the class path's syntax
     * @param options of the JVM
     * @param environment added to the launcher's; secrets travel here, never in arguments
     * @param ready whether the program does its work
     * @param stopPatience how long it may take to end before it is killed
     */
    record Program(
            String classPath,
            List<String> options,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            BooleanSupplier ready,
            Duration stopPatience) {}

    static ChildJvm start(Program program, Path data, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add("setsid");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program.options());
        command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        // What the manifest of a Quarkus jar says; a class path does not read it.
        command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
        command.addAll(List.of(Leftovers.mark(data), "-cp", program.classPath()));
        command.addAll(List.of(ChildMain.class.getName(), program.mainClass()));
        command.addAll(program.arguments());
        rotate(log);
        ProcessBuilder builder = new ProcessBuilder(command).directory(data.toFile());
        builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(program.environment());
        return new ChildJvm(builder.start(), program.ready(), program.stopPatience());
    }

    /** Keeps one older log of a size that an editor still opens. */
    private static void rotate(Path log) throws IOException {
        Files.createDirectories(log.getParent());
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isReady() {
        return process.isAlive() && ready.getAsBoolean();
    }

    @Override
    public CompletableFuture<String> ended() {
        return process.onExit().thenApply(ended -> "exit code " + ended.exitValue());
    }

    @Override
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(stopPatience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
