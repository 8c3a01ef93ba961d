package org.athanor.cli.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Children of a launcher that was killed. They notice and end by themselves; this waits for them, and ends what does
 * not. A property on their command line tells them from everything else on the machine.
 */
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MS = 50;

    private Leftovers() {}

    /** The JVM option that marks a child of the stack with this data. */
    static String mark(Path data) {
        return "-Dathanor.stack=" + data;
    }

    /** Returns how many there were; none of them runs any more. */
    static int clear(Path data) throws InterruptedException {
        List<ProcessHandle> leftovers = find(data);
        leftovers.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (anyAlive(leftovers) && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MS);
        }
        leftovers.forEach(ProcessHandle::destroyForcibly);
        return leftovers.size();
    }

    private static boolean anyAlive(List<ProcessHandle> processes) {
        return processes.stream().anyMatch(process -> process.isAlive() && !isZombie(process));
    }

    private static List<ProcessHandle> find(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> isMarked(process, mark(data)))
                .toList();
    }

    private static boolean isMarked(ProcessHandle process, String mark) {
        return Stream.of(commandLine(process).split("\0")).anyMatch(mark::equals);
    }

    /** Ended, but its new parent has not asked how: it has no command line any more. */
    private static boolean isZombie(ProcessHandle process) {
        return commandLine(process).isEmpty();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return ""; // ended meanwhile
        }
    }
}
