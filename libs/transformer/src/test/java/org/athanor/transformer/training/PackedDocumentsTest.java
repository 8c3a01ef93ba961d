package org.athanor.transformer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.TinyModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several documents in a row, of which each sees itself alone. */
class PackedDocumentsTest {

    private static final OptimizerConfig OPTIMIZER = OptimizerConfig.pretraining();

    /** Kernels sum in another order for another number of rows and keys. */
    private static final double F32_TOLERANCE = 2e-5;

    /** One rounding of a logit between 4 and 8 is worth 0.03, and of layers before it more. */
    private static final double BF16_TOLERANCE = 0.15;

    private static final int PADDING = -1;

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldSayOfADocumentWhatIsSaidWhereItIsAlone(DecoderConfig config) {
        assertSaysTheSame(TestEngines.f32(), config, F32_TOLERANCE, 7, 12, 5);
        assertSaysTheSame(TestEngines.bf16(), config, BF16_TOLERANCE, 7, 12, 5);
    }

    /** From 257 tokens on attention works in tiles. */
    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldSayTheSameInALongRow(DecoderConfig config) {
        DecoderConfig longer = config.withContextLength(400);
        assertSaysTheSame(TestEngines.f32(), longer, F32_TOLERANCE, 131, 70, 150);
        assertSaysTheSame(TestEngines.bf16(), longer, BF16_TOLERANCE, 131, 70, 150);
    }

    private static void assertSaysTheSame(
            Engine engine, DecoderConfig config, double tolerance, int... lengths) {
        // Given
        List<int[]> documents = documents(3, lengths);
        TokenBatch packed = packed(documents, 3);
        try (LanguageModel model = TinyModels.spread(engine, config, 11);
                LanguageModelTrainer trainer = trainer(model, List.of(), false)) {
            int start = 0;
            for (int[] document : documents) {
                float[] alone = model.logProbs(new int[][] {document}, 1)[0];
                for (int t = 0; t < alone.length; t += Math.max(1, alone.length / 8)) {
                    // When
                    double nats = trainer.evaluate(onlyTarget(packed, start + t)).nats();

                    // Then
                    assertEquals(-alone[t], nats, tolerance, config + " token " + t);
                }
                start += document.length - 1;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldNotLetATokenOfAnotherDocumentChangeAnything(DecoderConfig config) {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            for (int size : new int[] {10, 100}) {
                // Given: the middle one of three is looked at; the others' tokens change
                DecoderConfig sized = config.withContextLength(4 * size);
                List<int[]> documents = documents(5, size, size + 1, size + 2);
                List<int[]> others = documents(6, size, size + 1, size + 2);
                others.set(1, documents.get(1));
                try (LanguageModel model = TinyModels.spread(engine, sized, 11);
                        LanguageModelTrainer trainer = trainer(model, List.of(), false)) {
                    for (int t = size - 1; t < 2 * size - 1; t += size / 5) {
                        // When
                        double before = nats(trainer, packed(documents, 0), t);
                        double after = nats(trainer, packed(others, 0), t);
                        double joined = nats(trainer, withoutDocuments(packed(others, 0)), t);

                        // Then
                        assertEquals(before, after, 0, "token " + t);
                        assertNotEquals(after, joined, 1e-4, "one row sees the others");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldHaveTheGradientsOfPaddedRows(DecoderConfig config) {
        for (boolean recompute : new boolean[] {false, true}) {
            for (int[] lengths : new int[][] {{9, 14, 6}, {120, 90, 130}}) {
                // Given
                DecoderConfig longer = config.withContextLength(400);
                List<int[]> documents = documents(8, lengths);
                List<boolean[]> counted = documents.stream().map(d -> counted(d.length)).toList();
                TokenBatch padded = TokenBatch.ofExamples(documents, counted);

                // When
                List<float[]> expected = gradients(longer, padded, recompute);
                List<float[]> actual = gradients(longer, packed(documents, 2), recompute);

                // Then
                for (int i = 0; i < expected.size(); i++) {
                    assertClose(expected.get(i), actual.get(i), "weight " + i + " of " + longer);
                }
            }
        }
    }

    /** The gradients of one step, read from the first moment: m = (1 - beta1) g. */
    private static List<float[]> gradients(
            DecoderConfig config, TokenBatch batch, boolean recompute) {
        OptimizerConfig unclipped = new OptimizerConfig(0.5, 0.5, 1e-8, 0, 1e9);
        try (LanguageModel model = TinyModels.spread(TestEngines.f32(), config, 7);
                LanguageModelTrainer trainer =
                        new LanguageModelTrainer(
                                model, unclipped, Schedule.constant(1e-9), recompute)) {
            trainer.step(List.of(batch));
            return trainer.optimizer().firstMoments().stream().map(NDArray::toFloatArray).toList();
        }
    }

    private static void assertClose(float[] expected, float[] actual, String what) {
        double squares = 0;
        for (float value : expected) {
            squares += (double) value * value;
        }
        double size = Math.sqrt(squares / expected.length);
        for (int i = 0; i < expected.length; i++) {
            double bound = 1e-4 * (Math.abs(expected[i]) + size);
            assertEquals(expected[i], actual[i], bound, what + " element " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldLearnTheSameWhenLayersAreRecomputed(DecoderConfig config) {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            // Given
            List<TokenBatch> batches = batches();
            try (LanguageModel kept = LanguageModel.initialise(engine, config, 1);
                    LanguageModel recomputed = kept.copy();
                    LanguageModelTrainer keeping = trainer(kept, List.of(), false);
                    LanguageModelTrainer recomputing = trainer(recomputed, List.of(), true)) {
                // When
                for (int i = 0; i < 3; i++) {
                    assertEquals(keeping.step(batches), recomputing.step(batches));
                }

                // Then
                assertEquals(kept.sha256(), recomputed.sha256());
            }
        }
    }

    @Test
    void shouldContinueFromACheckpointBitByBit() throws IOException {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            // Given
            try (LanguageModel whole = LanguageModel.initialise(engine, TinyModels.gpt2(), 1);
                    LanguageModel other = whole.copy();
                    LanguageModelTrainer trainer = trainer(whole, List.of(), false);
                    LanguageModelTrainer resumed = trainer(other, List.of(), false)) {
                // When
                for (int i = 0; i < 6; i++) {
                    if (i == 3) {
                        trainer.saveCheckpoint(folder);
                    }
                    trainer.step(batches());
                }
                resumed.restore(folder);
                for (int i = 3; i < 6; i++) {
                    resumed.step(batches());
                }

                // Then
                assertEquals(whole.sha256(), other.sha256());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldFollowTheLossCurveOfOneDeviceOnSeveral(DecoderConfig config) {
        // Given: two micro-batches on three devices, so that rows are cut off them
        EngineOptions options = new EngineOptions("cpu", "f32", 1);
        try (Engine second = Engine.open(options);
                Engine third = Engine.open(options);
                LanguageModel one = LanguageModel.initialise(TestEngines.f32(), config, 1);
                LanguageModel three = one.copy();
                LanguageModelTrainer single = trainer(one, List.of(), false);
                LanguageModelTrainer parallel = trainer(three, List.of(second, third), false)) {
            for (int i = 0; i < 8; i++) {
                // When
                StepResult expected = single.step(batches());
                StepResult actual = parallel.step(batches());

                // Then
                assertEquals(expected.countedTokens(), actual.countedTokens());
                assertEquals(expected.loss(), actual.loss(), 1e-5 * expected.loss(), "step " + i);
            }
        }
    }

    @Test
    void shouldRefuseNumbersThatAreNotForEveryInput() {
        int[][] ids = {{1, 2}, {3, 4}};
        assertThrows(
                IllegalArgumentException.class,
                () -> new TokenBatch(ids, ids, new int[][] {{0, 0}}));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TokenBatch(ids, ids, new int[][] {{0, 0}, {0}}));
    }

    @Test
    void shouldCutARowsDocumentsWithIt() {
        // When
        TokenBatch last = batches().getFirst().rows(1, 2);

        // Then
        assertArrayEquals(batches().getFirst().documents()[1], last.documents()[0]);
    }

    private static LanguageModelTrainer trainer(
            LanguageModel model, List<Engine> others, boolean recompute) {
        return new LanguageModelTrainer(
                model, others, OPTIMIZER, Schedule.constant(1e-2), recompute);
    }

    /** Two micro-batches, of two rows and of one. */
    private static List<TokenBatch> batches() {
        TokenBatch first = packed(documents(1, 9, 5, 7), 0);
        TokenBatch second = packed(documents(2, 6, 6, 9), 0);
        return List.of(
                new TokenBatch(
                        new int[][] {first.inputs()[0], second.inputs()[0]},
                        new int[][] {first.targets()[0], second.targets()[0]},
                        new int[][] {first.documents()[0], second.documents()[0]}),
                packed(documents(4, 11, 4, 4), 2));
    }

    private static List<int[]> documents(long seed, int... lengths) {
        List<int[]> documents = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            documents.add(TinyModels.ids(100 * seed + i, lengths[i]));
        }
        return documents;
    }

    /** One row of them all, every token after the first of each a target, and padding. */
    private static TokenBatch packed(List<int[]> documents, int padding) {
        int time = documents.stream().mapToInt(d -> d.length - 1).sum() + padding;
        int[] inputs = new int[time];
        int[] targets = new int[time];
        int[] numbers = new int[time];
        Arrays.fill(targets, TokenBatch.IGNORED);
        Arrays.fill(numbers, PADDING);
        int at = 0;
        for (int d = 0; d < documents.size(); d++) {
            int[] document = documents.get(d);
            for (int t = 1; t < document.length; t++) {
                inputs[at] = document[t - 1];
                targets[at] = document[t];
                numbers[at++] = d;
            }
        }
        return new TokenBatch(new int[][] {inputs}, new int[][] {targets}, new int[][] {numbers});
    }

    private static TokenBatch withoutDocuments(TokenBatch batch) {
        return new TokenBatch(batch.inputs(), batch.targets());
    }

    private static double nats(LanguageModelTrainer trainer, TokenBatch batch, int t) {
        return trainer.evaluate(onlyTarget(batch, t)).nats();
    }

    private static TokenBatch onlyTarget(TokenBatch batch, int t) {
        int[] targets = new int[batch.time()];
        Arrays.fill(targets, TokenBatch.IGNORED);
        targets[t] = batch.targets()[0][t];
        return new TokenBatch(batch.inputs(), new int[][] {targets}, batch.documents());
    }

    private static boolean[] counted(int length) {
        boolean[] counted = new boolean[length];
        Arrays.fill(counted, 1, length, true);
        return counted;
    }
}
