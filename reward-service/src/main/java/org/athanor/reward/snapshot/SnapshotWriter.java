package org.athanor.reward.snapshot;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.feedback.Choice;

/** Writes judgements as JSON lines and counts them. */
final class SnapshotWriter implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final BufferedWriter out;
    private final List<SnapshotLine> sameComparison = new ArrayList<>();
    private final SortedSet<ArtifactId> models = new TreeSet<>();
    private final Map<Choice, Long> choices = new EnumMap<>(Choice.class);
    private final Map<String, Long> annotators = new TreeMap<>();
    private long comparisons;
    private long judgements;

    SnapshotWriter(Path file) throws IOException {
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    /** Takes the judgements of one comparison one after the other. */
    void add(SnapshotLine line) {
        if (!sameComparison.isEmpty()
                && !sameComparison.getFirst().comparison().equals(line.comparison())) {
            writeComparison();
        }
        sameComparison.add(line);
    }

    long judgements() {
        return judgements;
    }

    /** The models that wrote completions. */
    List<ArtifactId> models() {
        return List.copyOf(models);
    }

    /** What was written, for the manifest. */
    Map<String, Object> configuration() {
        Map<String, Long> byChoice = new TreeMap<>();
        choices.forEach((choice, count) -> byChoice.put(choice.name(), count));
        return Map.of(
                "judgements", judgements,
                "comparisons", comparisons,
                "annotators", annotators,
                "choices", byChoice);
    }

    private void writeComparison() {
        sameComparison.sort(SnapshotLine.WITHIN_COMPARISON);
        try {
            for (SnapshotLine line : sameComparison) {
                out.write(MAPPER.writeValueAsString(line));
                out.write('\n');
                count(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        comparisons++;
        sameComparison.clear();
    }

    private void count(SnapshotLine line) {
        judgements++;
        choices.merge(line.choice(), 1L, Long::sum);
        annotators.merge(line.annotator(), 1L, Long::sum);
        if (line.firstModel() != null) {
            models.add(new ArtifactId(line.firstModel()));
        }
        if (line.secondModel() != null) {
            models.add(new ArtifactId(line.secondModel()));
        }
    }

    /** Writes what is still held back. */
    void finish() {
        if (!sameComparison.isEmpty()) {
            writeComparison();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
