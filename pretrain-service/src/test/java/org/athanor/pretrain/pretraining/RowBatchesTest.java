package org.athanor.pretrain.pretraining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.athanor.pretrain.training.TrainingBatches;
import org.athanor.transformer.dataset.Mixture;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.athanor.transformer.dataset.TokenWindows;
import org.athanor.transformer.training.TokenBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowBatchesTest {

    private static final int TIME = 4;

    @TempDir Path folder;
    private TokenShard shard;
    private TokenWindows windows;

    @BeforeEach
    void write() throws IOException {
        try (TokenShardWriter writer = TokenShardWriter.create(folder, "train", 100, false)) {
            writer.append(IntStream.range(0, 81).toArray());
        }
        shard = TokenShard.open(folder, "train");
        windows = new TokenWindows(shard, TIME);
    }

    @AfterEach
    void close() {
        shard.close();
    }

    @Test
    void shouldGoOnFromASavedPositionAsIfNothingHadHappened() {
        // Given
        RowBatches whole = batches(Mixture.Position.START);
        List<int[]> uninterrupted = firstTokens(whole, 8);
        RowBatches killed = batches(Mixture.Position.START);
        List<int[]> before = firstTokens(killed, 5);

        // When
        List<int[]> after = firstTokens(batches(killed.position()), 3);

        // Then
        before.addAll(after);
        assertArrayEquals(uninterrupted.toArray(), before.toArray());
    }

    @Test
    void shouldReadEveryWindowOnceAnEpochInAnotherOrderEachTime() {
        // Given: 20 windows, 4 a step
        RowBatches batches = batches(Mixture.Position.START);

        // When
        int[] first = firstTokens(batches, 5).stream().flatMapToInt(Arrays::stream).toArray();
        int[] second = firstTokens(batches, 5).stream().flatMapToInt(Arrays::stream).toArray();

        // Then
        int[] every = IntStream.range(0, 20).map(window -> TIME * window).toArray();
        assertArrayEquals(every, IntStream.of(first).sorted().toArray());
        assertArrayEquals(every, IntStream.of(second).sorted().toArray());
        assertFalse(Arrays.equals(first, second));
    }

    @Test
    void shouldCountTheTokensOfAllMicroBatches() {
        // When
        TrainingBatches.Step step = batches(Mixture.Position.START).next();

        // Then: 2 micro-batches of 2 windows of 4
        assertEquals(2, step.microBatches().size());
        assertEquals(16, step.tokens());
    }

    @Test
    void shouldSayHowMuchOfEachDatasetOfAMixtureHasBeenRead() {
        // Given: three of 20 windows to one of 20, 4 a step
        List<Mixture.Part> parts =
                List.of(
                        new Mixture.Part(20, 3, Mixture.ENDLESS),
                        new Mixture.Part(20, 1, Mixture.ENDLESS));
        RowBatches batches =
                new RowBatches(
                        List.of(
                                new RowBatches.Source("a", windows),
                                new RowBatches.Source("b", windows)),
                        new Mixture(parts, 7, Mixture.Position.START),
                        4,
                        1);

        // When
        firstTokens(batches, 10);

        // Then
        assertEquals(
                Map.of("tokens.a", 120.0, "epochs.a", 1.5, "tokens.b", 40.0, "epochs.b", 0.5),
                batches.figures());
        assertEquals(Map.of(), batches(Mixture.Position.START).figures());
    }

    private RowBatches batches(Mixture.Position position) {
        List<Mixture.Part> parts = List.of(new Mixture.Part(windows.count(), 1, Mixture.ENDLESS));
        return new RowBatches(
                List.of(new RowBatches.Source("only", windows)),
                new Mixture(parts, 7, position),
                2,
                2);
    }

    /** Of every row, step by step. */
    private static List<int[]> firstTokens(RowBatches batches, int steps) {
        List<int[]> rows = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            for (TokenBatch microBatch : batches.next().microBatches()) {
                rows.add(Arrays.stream(microBatch.inputs()).mapToInt(row -> row[0]).toArray());
            }
        }
        return rows;
    }
}
