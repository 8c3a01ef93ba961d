package org.athanor.inference.serving;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.inference.serving.ServingException.Reason;

/**
 * One request on its way. The engine writes events, the request's own thread reads them; a slow reader
 * never holds up the engine, and what waits is bounded by the request's own tokens.
 */
public final class Generation implements AutoCloseable {

    private final ArtifactId artifact;
    private final Duration timeout;
    private final long deadlineNanos;
    private final BlockingQueue<GenerationEvent> events = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;
    private volatile Runnable onCancel = () -> {};

    Generation(ArtifactId artifact, Duration timeout) {
        this.artifact = artifact;
        this.timeout = timeout;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** The very model that answers. */
    public ArtifactId artifact() {
        return artifact;
    }

    /**
     * Waits for the next event; {@link GenerationEvent.Completed} is the last.
     *
     * @throws ServingException when the time is up or the generation was cancelled
     */
    public GenerationEvent next() {
        GenerationEvent event = poll();
        if (event == null) {
            close();
            throw new ServingException(
                    Reason.TIMED_OUT,
                    "the answer was not complete after %d seconds: ask for fewer tokens, or later"
                            .formatted(timeout.toSeconds()));
        }
        if (event instanceof GenerationEvent.Failed failed) {
            throw failed.cause();
        }
        return event;
    }

    /** Whether the next event is there already. */
    public boolean hasNext() {
        return !events.isEmpty();
    }

    /** Stops the generation if it still runs or waits. */
    @Override
    public void close() {
        cancelled = true;
        onCancel.run();
        // Wakes a reader that waits.
        tell(
                new GenerationEvent.Failed(
                        new ServingException(Reason.CANCELLED, "the generation was stopped")));
    }

    boolean isCancelled() {
        return cancelled || System.nanoTime() - deadlineNanos > 0;
    }

    void onCancel(Runnable action) {
        onCancel = action;
    }

    void tell(GenerationEvent event) {
        events.add(event);
    }

    private GenerationEvent poll() {
        try {
            return events.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new ServingException(Reason.CANCELLED, "the service stops");
        }
    }
}
