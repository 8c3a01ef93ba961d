package org.athanor.transformer.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The right to train on this machine's processor: one training on it at a time, whichever process does it.
 * Two at once do not run at half the speed but at a tenth, because the threads of each wait for one another
 * while the other has the cores. Serving and scoring never ask for it, so nobody who holds it can wait for
 * somebody who needs it.
 *
 * <p>It is a lock on a file, in {@code athanor.engine.lock-directory} (system property or {@code
 * ATHANOR_ENGINE_LOCK_DIRECTORY}): by default a folder of the user's in the directory for temporary files;
 * {@code none} lets everybody train at once. A process that is killed gives it back.
 */
public final class MachineTurn {

    private static final String SETTING = "athanor.engine.lock-directory";
    private static final String NONE = "none";
    private static final long LOOK_MS = 200;
    private static final int LONGEST_NAME = 300;

    private final Path directory; // null: nobody waits

    private MachineTurn(Path directory) {
        this.directory = directory;
    }

    /** Turns that are kept in a folder, made when it is missing. */
    public static MachineTurn in(Path directory) {
        return new MachineTurn(directory);
    }

    /** As the environment says; on a GPU nobody waits, since its trainings do not need the cores. */
    public static MachineTurn of(Engine engine) {
        String usual =
                Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "athanor-" + System.getProperty("user.name"))
                        .toString();
        String directory = EngineOptions.setting(SETTING, usual);
        boolean isFree = engine.device().isGpu() || directory.equals(NONE);
        return new MachineTurn(isFree ? null : Path.of(directory));
    }

    /** The turn, until it is closed; on any thread. */
    public static final class Held implements AutoCloseable {

        private final Path holder;
        private final ProcessLock lock;

        private Held(Path holder, ProcessLock lock) {
            this.holder = holder;
            this.lock = lock;
        }

        @Override
        public void close() {
            if (lock == null) {
                return;
            }
            try (lock) {
                Files.deleteIfExists(holder);
            } catch (IOException e) {
                throw new UncheckedIOException("giving the turn back", e);
            }
        }
    }

    /**
     * Waits until nobody else trains on this machine.
     *
     * @param who is shown to those who wait for this one, for example {@code pretrain-service, run 6f1c…}
     * @param ensureActive called while waiting; what it throws ends the wait
     * @param notice is told for whom this one waits, and when the wait is over
     * @throws IllegalStateException when the folder cannot be written to
     */
    public Held take(String who, Runnable ensureActive, Consumer<String> notice)
            throws InterruptedException {
        if (directory == null) {
            return new Held(null, null);
        }
        Wait wait = new Wait(ensureActive, notice);
        try {
            Files.createDirectories(directory);
            // Who gives the turn back and wants it again stands behind the one who is next.
            try (ProcessLock next = wait.until("next.lock")) {
                Held held = new Held(holder(), wait.until("turn.lock"));
                write(who, held);
                wait.over();
                return held;
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    SETTING
                            + " must be a folder that this user can write to (or none), was "
                            + directory,
                    e);
        }
    }

    private void write(String who, Held held) throws IOException {
        try {
            Path next = directory.resolve("holder.next");
            Files.writeString(next, "pid " + ProcessHandle.current().pid() + ", " + who);
            Files.move(
                    next,
                    holder(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private Path holder() {
        return directory.resolve("holder");
    }

    /** Somebody else's words: cut, and without what would disturb a log. */
    private String holderName() {
        try (var in = Files.newInputStream(holder())) {
            String text = new String(in.readNBytes(LONGEST_NAME), StandardCharsets.UTF_8);
            String plain = text.replaceAll("\\p{Cntrl}", " ").strip();
            return plain.isEmpty() ? "another process" : plain;
        } catch (IOException e) {
            return "another process"; // it has just begun, or just ended
        }
    }

    /** One wait, which may be for several holders one after the other. */
    private final class Wait {

        private final Runnable ensureActive;
        private final Consumer<String> notice;
        private String holder = "";

        Wait(Runnable ensureActive, Consumer<String> notice) {
            this.ensureActive = ensureActive;
            this.notice = notice;
        }

        ProcessLock until(String file) throws IOException, InterruptedException {
            while (true) {
                Optional<ProcessLock> lock = ProcessLock.tryTake(directory.resolve(file));
                if (lock.isPresent()) {
                    return lock.get();
                }
                tell(holderName());
                ensureActive.run();
                Thread.sleep(LOOK_MS);
            }
        }

        private void tell(String now) {
            if (!now.equals(holder)) {
                holder = now;
                notice.accept(
                        "waits for its turn: this machine trains for another (" + holder + ")");
            }
        }

        void over() {
            if (!holder.isEmpty()) {
                notice.accept("has its turn on this machine");
            }
        }
    }
}
