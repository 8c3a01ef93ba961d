package org.athanor.reward.training;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.run.RunCheckpoint;
import org.athanor.kit.run.RunContext;

/** A run that dies after so many steps; what it had checkpointed outlives it. */
final class InterruptedRun implements RunContext {

    /** The process is gone. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final ArtifactStore store;
    private final UUID id;
    private final int killedAfter;
    private int steps;
    private RunCheckpoint checkpoint;

    InterruptedRun(ArtifactStore store, int killedAfter) {
        this(store, UUID.randomUUID(), killedAfter, null);
    }

    private InterruptedRun(
            ArtifactStore store, UUID id, int killedAfter, RunCheckpoint checkpoint) {
        this.store = store;
        this.id = id;
        this.killedAfter = killedAfter;
        this.checkpoint = checkpoint;
    }

    /** The next attempt at the same run. */
    InterruptedRun again(int dies) {
        return new InterruptedRun(store, id, dies, checkpoint);
    }

    @Override
    public UUID runId() {
        return id;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public void ensureActive() {}

    @Override
    public void progress(long done, long total, String unit) {}

    @Override
    public void metrics(long step, Map<String, Double> numbers) {
        if (++steps == killedAfter) {
            throw new Killed();
        }
    }

    @Override
    public void notice(String message) {}

    @Override
    public void checkpointed(long step, ArtifactId artifact, OptionalDouble validationLoss) {
        if (checkpoint != null) {
            store.delete(checkpoint.artifact());
        }
        checkpoint = new RunCheckpoint(step, artifact);
    }

    @Override
    public void published(Manifest manifest) {}

    @Override
    public Optional<RunCheckpoint> lastCheckpoint() {
        return Optional.ofNullable(checkpoint);
    }

    @Override
    public Path workDirectory() {
        throw new UnsupportedOperationException("reward models need no scratch folder");
    }
}
