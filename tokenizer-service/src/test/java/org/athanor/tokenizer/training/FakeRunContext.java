package org.athanor.tokenizer.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.run.RunCheckpoint;
import org.athanor.kit.run.RunContext;

/** Remembers what was reported, and is cancelled when a given unit of progress is reached. */
final class FakeRunContext implements RunContext {

    private final Path workDirectory;
    private final String cancelledAt;
    private boolean cancelled;

    final List<Map<String, Double>> metrics = new ArrayList<>();
    final List<String> units = new ArrayList<>();

    /**
     * @param cancelledAt a unit of progress, or null
     */
    FakeRunContext(Path workDirectory, String cancelledAt) {
        this.workDirectory = workDirectory;
        this.cancelledAt = cancelledAt;
    }

    @Override
    public UUID runId() {
        return new UUID(0, 1);
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public void ensureActive() {
        if (cancelled) {
            throw new CancellationException("cancelled at " + cancelledAt);
        }
    }

    @Override
    public void progress(long done, long total, String unit) {
        if (units.isEmpty() || !units.getLast().equals(unit)) {
            units.add(unit);
        }
        cancelled |= unit.equals(cancelledAt);
    }

    @Override
    public void metrics(long step, Map<String, Double> numbers) {
        metrics.add(numbers);
    }

    @Override
    public void checkpointed(long step, ArtifactId checkpoint, OptionalDouble validationLoss) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void notice(String message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void published(Manifest manifest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<RunCheckpoint> lastCheckpoint() {
        return Optional.empty();
    }

    @Override
    public Path workDirectory() {
        return workDirectory;
    }
}
