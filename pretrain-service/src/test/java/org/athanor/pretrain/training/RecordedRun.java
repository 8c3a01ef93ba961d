package org.athanor.pretrain.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.run.RunCheckpoint;
import org.athanor.kit.run.RunContext;

/**
 * A run's link to the outside that keeps what it is told; its last checkpoint in a file, as the run table
 * does in the database, so that another process goes on from there.
 */
class RecordedRun implements RunContext {

    final List<Long> steps = Collections.synchronizedList(new ArrayList<>());
    final List<Map<String, Double>> metrics = Collections.synchronizedList(new ArrayList<>());
    final List<Long> checkpoints = Collections.synchronizedList(new ArrayList<>());
    final List<Double> losses = Collections.synchronizedList(new ArrayList<>());
    final List<String> notices = Collections.synchronizedList(new ArrayList<>());
    private final Path file;

    RecordedRun(Path file) {
        this.file = file;
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
    public void ensureActive() {}

    @Override
    public void progress(long done, long total, String unit) {}

    @Override
    public void metrics(long step, Map<String, Double> numbers) {
        steps.add(step);
        metrics.add(Map.copyOf(numbers));
    }

    @Override
    public void notice(String message) {
        notices.add(message);
    }

    @Override
    public void checkpointed(long step, ArtifactId artifact, OptionalDouble validationLoss) {
        validationLoss.ifPresent(losses::add);
        checkpoints.add(step);
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, step + " " + artifact);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void published(Manifest manifest) {}

    @Override
    public Optional<RunCheckpoint> lastCheckpoint() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String[] words = Files.readString(file).split(" ", 2);
            return Optional.of(
                    new RunCheckpoint(Long.parseLong(words[0]), new ArtifactId(words[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path workDirectory() {
        throw new UnsupportedOperationException("training needs no scratch folder");
    }
}
