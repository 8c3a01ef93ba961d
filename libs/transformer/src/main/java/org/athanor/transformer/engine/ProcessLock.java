package org.athanor.transformer.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A lock on a file that one holder on the machine has at a time, and that a killed process leaves free.
 *
 * <p>The operating system locks for whole processes, and a process that closes a file loses every lock it
 * has on it (POSIX). So which files this process works on stands in the system properties, the only place
 * that all class loaders of a JVM share, and nobody else in it opens them meanwhile.
 */
final class ProcessLock implements AutoCloseable {

    private static final String OWN = "org.athanor.transformer.engine.lock.";

    private final String key;
    private final FileChannel channel;

    private ProcessLock(String key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** Empty when somebody has it. */
    static Optional<ProcessLock> tryTake(Path file) throws IOException {
        String key = OWN + file.toAbsolutePath().normalize();
        if (System.getProperties().putIfAbsent(key, "taken") != null) {
            return Optional.empty();
        }
        ProcessLock taken = null;
        try {
            taken = lock(key, file);
            return Optional.ofNullable(taken);
        } finally {
            if (taken == null) {
                System.clearProperty(key);
            }
        }
    }

    private static ProcessLock lock(String key, Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new ProcessLock(key, channel);
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.clearProperty(key);
        }
    }
}
