package org.athanor.cli.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.Home;
import org.athanor.cli.JsonOutput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code athanor down}. */
@Command(
        name = "down",
        description = "Stop the stack in order and keep its data. Nothing to stop is no error.")
public final class DownCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long POLL_MS = 100;

    @Mixin private JsonOutput json;

    @Override
    public Integer call() throws Exception {
        StackLayout layout = StackLayout.of(Home.current(), System.getenv());
        OptionalLong launcher = LauncherLock.holder(layout.lock());
        boolean stopped = launcher.isPresent();
        if (stopped) {
            stop(layout, launcher.getAsLong());
        }
        int leftovers = Leftovers.clear(layout.home().data());
        json.write(
                Map.of("stopped", stopped, "leftovers", leftovers),
                () ->
                        System.out.println(
                                stopped || leftovers > 0 ? "stopped" : "nothing was running"));
        return ExitCode.OK;
    }

    private static void stop(StackLayout layout, long launcher)
            throws IOException, InterruptedException {
        ProcessHandle.of(launcher).ifPresent(ProcessHandle::destroy);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (LauncherLock.holder(layout.lock()).isPresent()) {
            if (System.nanoTime() > deadline) {
                throw new CliException(
                        "process "
                                + launcher
                                + " has not stopped within "
                                + PATIENCE.toSeconds()
                                + " s: kill -9 "
                                + launcher
                                + " ends it, and its children follow");
            }
            Thread.sleep(POLL_MS);
        }
    }
}
