package org.athanor.stack.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.athanor.stack.process.Signals;

/**
 * What a killed launcher can leave in a cluster's folder: servers that still run, and a {@code postmaster.pid} whose
 * number may by now belong to a zombie or to another program. PostgreSQL's processes all work in the data folder, which
 * tells them from everything else.
 */
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long POLL_MS = 25;

    private Leftovers() {}

    static void clear(Path data) throws IOException, InterruptedException {
        Path lock = data.resolve("postmaster.pid");
        if (Files.exists(lock)) {
            stopAll(data);
            Files.deleteIfExists(lock);
        }
    }

    private static void stopAll(Path data) throws IOException, InterruptedException {
        signalAll("INT", data);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!processesIn(data).isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MS);
        }
        signalAll("KILL", data);
        while (!processesIn(data).isEmpty()) {
            Thread.sleep(POLL_MS);
        }
    }

    private static void signalAll(String signal, Path data)
            throws IOException, InterruptedException {
        for (long pid : processesIn(data)) {
            Signals.send(signal, pid);
        }
    }

    private static List<Long> processesIn(Path data) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> worksIn(pid, data))
                .toList();
    }

    private static boolean worksIn(long pid, Path data) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")).equals(data);
        } catch (IOException e) {
            return false; // ended (a zombie has no working directory), or somebody else's
        }
    }
}
