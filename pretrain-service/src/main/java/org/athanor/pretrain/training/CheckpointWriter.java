package org.athanor.pretrain.training;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.pretrain.evaluation.ValidationLoss;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Writes a run's checkpoints beside its training, one at a time and in order. A state that was {@link
 * #take taken} is written only once it is {@link #confirm confirmed}: weights that give no finite loss
 * are not worth going back to, and the next step measures that loss anyway.
 *
 * <p>For the thread that trains; the writing has a thread of its own.
 */
final class CheckpointWriter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CheckpointWriter.class);

    /** How often a wait looks whether the run is still wanted. */
    private static final long LOOK_MS = 200;

    /** What is half written when a run ends may take so long to come through. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final UUID run;
    private final StateCopy copy;
    private final Checkpoints checkpoints;
    private final Runnable ensureActive;
    private final Duration grace;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("checkpoint-writer").factory());
    private Taken taken;
    private Future<?> writing = CompletableFuture.completedFuture(null);

    /** @param ensureActive called while waiting; what it throws ends the wait */
    CheckpointWriter(UUID run, StateCopy copy, Checkpoints checkpoints, Runnable ensureActive) {
        this(run, copy, checkpoints, ensureActive, GRACE);
    }

    CheckpointWriter(
            UUID run,
            StateCopy copy,
            Checkpoints checkpoints,
            Runnable ensureActive,
            Duration grace) {
        this.run = run;
        this.copy = copy;
        this.checkpoints = checkpoints;
        this.ensureActive = ensureActive;
        this.grace = grace;
    }

    private record Taken(TrainingState state, ValidationLoss validation, ArtifactDraft draft) {}

    /**
     * Keeps the trainer's state. Waits for the write before it, whose copy is still in use: so there is
     * never more than one copy, and which checkpoints a run makes does not depend on the disk's speed.
     *
     * @param validation as measured at this step, else {@link ValidationLoss#NONE}
     */
    void take(TrainingState state, ValidationLoss validation) throws IOException {
        discard();
        finish();
        ArtifactDraft draft = checkpoints.draft();
        taken = new Taken(state, validation, draft);
        copy.take(draft.directory());
    }

    /** The state that was taken last, if there is one, is good: its write begins. */
    void confirm() {
        if (taken == null) {
            return;
        }
        Taken good = taken;
        taken = null;
        writing =
                thread.submit(
                        () -> {
                            write(good);
                            return null;
                        });
    }

    /** The state that was taken last is no good, or of no use any more. */
    void discard() {
        if (taken != null) {
            taken.draft().close();
            taken = null;
        }
    }

    private void write(Taken good) throws IOException {
        MDC.put("runId", run);
        try (ArtifactDraft draft = good.draft()) {
            copy.write(draft.directory());
            checkpoints.publish(draft, good.state(), good.validation());
        } finally {
            MDC.remove("runId");
        }
    }

    /** Throws what a write has failed with, if one has. Does not wait. */
    void throwIfFailed() throws IOException {
        if (writing.isDone()) {
            finish();
        }
    }

    /** Waits until all that was confirmed is on the disk; throws what its write failed with. */
    void finish() throws IOException {
        while (true) {
            try {
                writing.get(LOOK_MS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                ensureActive.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a checkpoint is written", e);
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            }
        }
    }

    private static IOException failure(Throwable cause) {
        switch (cause) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case IOException e -> {
                return e;
            }
            default -> throw new IllegalStateException(cause);
        }
    }

    /**
     * Leaves nothing behind: a write that goes on for too long is broken off, which deletes its draft.
     * Its copy is freed after that and never before.
     */
    @Override
    public void close() {
        discard();
        thread.shutdown();
        boolean interrupted = false;
        while (!thread.isTerminated()) {
            try {
                if (!thread.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("the run has ended: the checkpoint that is being written is dropped");
                    thread.shutdownNow();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                thread.shutdownNow();
            }
        }
        copy.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
