package org.athanor.kit.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.Manifest;

/**
 * A running run's link to the outside. Progress and metrics are buffered and never block; may be
 * called from any thread.
 */
public interface RunContext {

    UUID runId();

    /** 1 the first time; more when an earlier attempt was lost or given back. */
    int attempt();

    /**
     * Call it every step: throws {@link RunInterruptedException} once the run was cancelled, this
     * replica lost its lease, or the service is stopping.
     */
    void ensureActive();

    /** {@code done} of {@code total} units; a total of 0 means unknown. */
    void progress(long done, long total, String unit);

    /** A step's numbers. A value that is not finite is refused: a NaN loss fails the run. */
    void metrics(long step, Map<String, Double> numbers);

    /**
     * The run can resume from {@code checkpoint}, which is published already. Waits for the database
     * to record it; throws {@link RunInterruptedException} when the lease was lost. Older
     * checkpoints are deleted from the store, but those that {@code athanor.checkpoints} keeps.
     *
     * @param validationLoss at this step, where it was measured: the least one is the best
     */
    void checkpointed(long step, ArtifactId checkpoint, OptionalDouble validationLoss);

    /** As {@link #checkpointed(long, ArtifactId, OptionalDouble)}, nothing measured. */
    default void checkpointed(long step, ArtifactId checkpoint) {
        checkpointed(step, checkpoint, OptionalDouble.empty());
    }

    /**
     * Tells the people who watch the run something that is no number, for example that it waits and
     * for whom. Buffered like progress, and in the run's events; an outage may lose the oldest.
     *
     * @param message a sentence, cut after 500 characters
     */
    void notice(String message);

    /** Announces a by-product (a snapshot, a report) besides the outcome's artifact. */
    void published(Manifest manifest);

    /** The newest checkpoint of any attempt that is still in the store. */
    Optional<RunCheckpoint> lastCheckpoint();

    /** A scratch folder of this attempt, deleted after it. */
    Path workDirectory();
}
