package org.athanor.kit.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Where this process writes drafts: {@code <root>/.drafts/<owner>/<draft>}, beside a lock file that
 * it holds as long as it lives. What a killed process left behind has a free lock, and is swept.
 *
 * <p>A process that closes a file loses every lock it has on it (POSIX), so it must never open the lock
 * file of another area of its own. Which ones are its own stands in the system properties: they are the
 * only place that all class loaders of a JVM share.
 */
final class DraftArea {

    private static final Logger LOG = Logger.getLogger(DraftArea.class);
    private static final String LOCK = ".lock";
    private static final String OWN = "org.athanor.kit.artifact.drafts.";

    private final Path owned;
    private final FileLock lock;

    DraftArea(Path root) throws IOException {
        Path drafts = Files.createDirectories(root.resolve(".drafts"));
        sweep(drafts);
        String owner = UUID.randomUUID().toString();
        System.setProperty(OWN + owner, "alive");
        this.lock = lock(drafts.resolve(owner + LOCK));
        this.owned = Files.createDirectories(drafts.resolve(owner));
    }

    /** A new empty folder. */
    Path newFolder(String prefix) throws IOException {
        return Files.createTempDirectory(owned, prefix + "-");
    }

    /** For tests: ends like a killed process, without tidying up. */
    void abandon() throws IOException {
        System.clearProperty(OWN + owned.getFileName());
        lock.acquiredBy().close();
    }

    private static FileLock lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            throw new IOException("cannot lock " + file);
        }
        return lock;
    }

    private static void sweep(Path drafts) throws IOException {
        List<Path> locks;
        try (Stream<Path> entries = Files.list(drafts)) {
            locks = entries.filter(entry -> entry.toString().endsWith(LOCK)).toList();
        }
        for (Path file : locks) {
            sweepIfDead(drafts, file);
        }
    }

    private static void sweepIfDead(Path drafts, Path file) throws IOException {
        String owner = file.getFileName().toString().replace(LOCK, "");
        if (System.getProperty(OWN + owner) != null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileLock free = channel.tryLock();
            if (free == null) {
                return;
            }
            LOG.infof("sweeping the drafts that %s left behind", owner);
            DurableFiles.deleteRecursively(drafts.resolve(owner));
            Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            LOG.debugf("%s was swept meanwhile", file);
        }
    }
}
