package org.athanor.rlhf.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.run.RunCheckpoint;
import org.athanor.kit.run.RunContext;

/** A run's link to the outside that keeps what it is told, and can break at a given moment. */
final class RecordedContext implements RunContext {

    /** Stands for a process that ends here. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final List<Map<String, Double>> metrics = new ArrayList<>();
    final List<Manifest> published = new ArrayList<>();
    private RunCheckpoint checkpoint;
    private int lives = Integer.MAX_VALUE;

    /** The {@code calls}-th call of {@link #ensureActive} from now on breaks off. */
    void dieAfter(int calls) {
        lives = calls;
    }

    @Override
    public UUID runId() {
        return new UUID(1, 2);
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public void ensureActive() {
        lives--;
        if (lives == 0) {
            throw new Killed();
        }
    }

    @Override
    public void progress(long done, long total, String unit) {}

    @Override
    public void metrics(long step, Map<String, Double> numbers) {
        metrics.add(numbers);
    }

    @Override
    public void checkpointed(long step, ArtifactId artifact, OptionalDouble validationLoss) {
        checkpoint = new RunCheckpoint(step, artifact, validationLoss);
    }

    @Override
    public void notice(String message) {}

    @Override
    public void published(Manifest manifest) {
        published.add(manifest);
    }

    @Override
    public Optional<RunCheckpoint> lastCheckpoint() {
        return Optional.ofNullable(checkpoint);
    }

    @Override
    public Path workDirectory() {
        throw new UnsupportedOperationException("no scratch folder here");
    }
}
