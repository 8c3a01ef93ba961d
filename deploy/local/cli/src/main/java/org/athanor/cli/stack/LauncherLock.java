package org.athanor.cli.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One launcher for one data folder. The kernel drops the lock with the process, so a killed launcher leaves none; the
 * process id in the file is for people and for {@code down}.
 */
final class LauncherLock implements AutoCloseable {

    /**
     * What this process holds. POSIX drops all locks of a process on a file as soon as it closes any
     * channel to that file, so a file that is held here must not be opened again.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private LauncherLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Empty-handed ({@code null}) when another launcher has it. */
    static LauncherLock tryAcquire(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        if (!HELD.add(file)) {
            return null;
        }
        LauncherLock lock = null;
        try {
            lock = open(file);
            return lock;
        } finally {
            if (lock == null) {
                HELD.remove(file);
            }
        }
    }

    private static LauncherLock open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return null;
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
        return new LauncherLock(file, channel);
    }

    /** The process id of the launcher that has the lock now. */
    static OptionalLong holder(Path file) throws IOException {
        if (HELD.contains(file)) {
            return OptionalLong.of(ProcessHandle.current().pid());
        }
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // taken a moment ago, not yet signed
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(file);
    }
}
