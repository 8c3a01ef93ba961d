package org.athanor.transformer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.NamedWeights;
import org.athanor.transformer.model.TinyModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageModelTrainerTest {

    private static final OptimizerConfig OPTIMIZER = OptimizerConfig.pretraining();

    /** The same tokens in other micro-batches: the same terms, summed in another order. Measured: below 5e-7. */
    private static final double SUMS_REORDERED = 1e-5;

    /**
     * AdamW divides a gradient by its own size. Where it is rounding alone (the keys' part of GPT-2's
     * biases: softmax does not see it) no digit of the update would be comparable under an epsilon that is
     * smaller still.
     */
    private static final double EPSILON_ABOVE_ROUNDING = 1e-5;

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldOverfitOneBatch(DecoderConfig config) {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            // Given
            TokenBatch batch = TokenBatch.ofWindows(TinyModels.rows(1, 3, 17));
            try (LanguageModel model = LanguageModel.initialise(engine, config, 1);
                    LanguageModelTrainer trainer =
                            new LanguageModelTrainer(model, OPTIMIZER, Schedule.constant(1e-2))) {
                // When
                for (int i = 0; i < 80; i++) {
                    trainer.step(List.of(batch));
                }

                // Then
                double loss = trainer.evaluate(batch).loss();
                assertTrue(loss < 0.1, engine.computeType() + ": loss " + loss);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldOverfitOneBatchWithMuonAndResumeToTheSameWeights(DecoderConfig config)
            throws IOException {
        // Given
        TokenBatch batch = TokenBatch.ofWindows(TinyModels.rows(1, 3, 17));
        OptimizerConfig muon = OPTIMIZER.withMuon();
        try (LanguageModel model = LanguageModel.initialise(TestEngines.f32(), config, 1);
                LanguageModel other = model.copy();
                LanguageModelTrainer trainer =
                        new LanguageModelTrainer(model, muon, Schedule.constant(1e-2));
                LanguageModelTrainer resumed =
                        new LanguageModelTrainer(other, muon, Schedule.constant(1e-2))) {
            // When
            for (int i = 0; i < 80; i++) {
                if (i == 40) {
                    trainer.saveCheckpoint(folder);
                }
                trainer.step(List.of(batch));
            }
            resumed.restore(folder);
            for (int i = 40; i < 80; i++) {
                resumed.step(List.of(batch));
            }

            // Then
            double loss = trainer.evaluate(batch).loss();
            assertTrue(loss < 0.1, "loss " + loss);
            assertEquals(model.weights().sha256(), other.weights().sha256());
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldLearnTheSameWhenLayersAreRecomputed(DecoderConfig config) {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            // Given
            List<TokenBatch> batches =
                    List.of(
                            TokenBatch.ofWindows(TinyModels.rows(1, 3, 17)),
                            TokenBatch.ofWindows(TinyModels.rows(2, 2, 9)));
            try (LanguageModel kept = LanguageModel.initialise(engine, config, 1);
                    LanguageModel recomputed = kept.copy();
                    LanguageModelTrainer keeping =
                            new LanguageModelTrainer(
                                    kept, OPTIMIZER, Schedule.constant(1e-2), false);
                    LanguageModelTrainer recomputing =
                            new LanguageModelTrainer(
                                    recomputed, OPTIMIZER, Schedule.constant(1e-2), true)) {
                // When
                for (int i = 0; i < 3; i++) {
                    assertEquals(keeping.step(batches), recomputing.step(batches));
                }

                // Then
                assertEquals(kept.sha256(), recomputed.sha256());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldLearnFromUnequalMicroBatchesWhatItLearnsFromTheirWhole(DecoderConfig config) {
        // Given: rows of different lengths, of which different numbers of tokens count
        List<int[]> examples = new ArrayList<>();
        List<boolean[]> counted = new ArrayList<>();
        for (int[] row : new int[][] {{12, 1}, {20, 19}, {7, 3}, {12, 9}, {16, 4}}) {
            examples.add(TinyModels.ids(row[1], row[0]));
            counted.add(last(row[0], row[1]));
        }
        OptimizerConfig optimizer = new OptimizerConfig(0.9, 0.95, EPSILON_ABOVE_ROUNDING, 0.1, 1);
        try (LanguageModel whole = TinyModels.spread(TestEngines.f32(), config, 5);
                LanguageModel parts = whole.copy();
                LanguageModelTrainer wholeTrainer =
                        new LanguageModelTrainer(whole, optimizer, Schedule.constant(1e-3));
                LanguageModelTrainer partsTrainer =
                        new LanguageModelTrainer(parts, optimizer, Schedule.constant(1e-3))) {
            for (int step = 0; step < 3; step++) {
                // When
                StepResult one =
                        wholeTrainer.step(List.of(TokenBatch.ofExamples(examples, counted)));
                StepResult three =
                        partsTrainer.step(
                                List.of(
                                        part(examples, counted, 0, 1),
                                        part(examples, counted, 1, 4),
                                        part(examples, counted, 4, 5)));

                // Then
                assertEquals(36, one.countedTokens());
                assertEquals(36, three.countedTokens());
                assertRelative(one.loss(), three.loss(), "loss");
                assertRelative(one.gradientNorm(), three.gradientNorm(), "norm");
            }
            for (NamedWeights.Part part : NamedWeights.of(config)) {
                assertRelative(part.values(whole), part.values(parts), part.name());
            }
        }
    }

    private static TokenBatch part(
            List<int[]> examples, List<boolean[]> counted, int from, int to) {
        return TokenBatch.ofExamples(examples.subList(from, to), counted.subList(from, to));
    }

    private static void assertRelative(double expected, double actual, String name) {
        assertEquals(expected, actual, SUMS_REORDERED * Math.abs(expected), name);
    }

    /** Of the Euclidean norms. */
    private static void assertRelative(float[] expected, float[] actual, String name) {
        double squares = 0;
        double errors = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += expected[i] * (double) expected[i];
            errors += Math.pow(expected[i] - (double) actual[i], 2);
        }
        assertEquals(0, Math.sqrt(errors / squares), SUMS_REORDERED, name);
    }

    private static boolean[] last(int length, int count) {
        boolean[] mask = new boolean[length];
        java.util.Arrays.fill(mask, length - count, length, true);
        return mask;
    }

    @Test
    void shouldContinueFromACheckpointBitByBit() throws IOException {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            // Given
            try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.llama(), 1);
                    LanguageModelTrainer trainer = trainer(model)) {
                steps(trainer, 0, 5);
                trainer.saveCheckpoint(folder);
                steps(trainer, 5, 10);

                // When
                try (LanguageModel other =
                                LanguageModel.initialise(engine, TinyModels.llama(), 99);
                        LanguageModelTrainer resumed = trainer(other)) {
                    resumed.restore(folder);
                    assertEquals(5, resumed.steps());
                    steps(resumed, 5, 10);

                    // Then
                    assertEquals(model.sha256(), other.sha256());
                }
            }
        }
    }

    @Test
    void shouldKeepTheStateOfASnapshotWhileTrainingGoesOn() throws IOException {
        // Given
        try (LanguageModel model =
                        LanguageModel.initialise(TestEngines.bf16(), TinyModels.llama(), 1);
                LanguageModelTrainer trainer = trainer(model);
                TrainerSnapshot snapshot = trainer.newSnapshot()) {
            steps(trainer, 0, 3);
            snapshot.take();
            steps(trainer, 3, 5);
            snapshot.take();
            Path inPlace = folder.resolve("in-place");
            trainer.saveCheckpoint(inPlace);

            // When
            steps(trainer, 5, 8);
            Path beside = folder.resolve("beside");
            snapshot.save(beside);

            // Then: the second one, of step 5, byte by byte what was written there and then
            for (String file : List.of("model.safetensors", "optimizer.safetensors")) {
                assertEquals(-1, Files.mismatch(inPlace.resolve(file), beside.resolve(file)), file);
            }
            assertTrue(
                    TrainerSnapshot.bytes(model.parameters())
                            >= Files.size(beside.resolve("optimizer.safetensors")));
        }
    }

    @Test
    void shouldEndWithTheSameBitsForTheSameSeed() {
        try (LanguageModel one =
                        LanguageModel.initialise(TestEngines.bf16(), TinyModels.gpt2(), 1);
                LanguageModel two =
                        LanguageModel.initialise(TestEngines.bf16(), TinyModels.gpt2(), 1);
                LanguageModelTrainer first = trainer(one);
                LanguageModelTrainer second = trainer(two)) {
            // When
            steps(first, 0, 6);
            steps(second, 0, 6);

            // Then
            assertEquals(one.sha256(), two.sha256());
        }
    }

    private static LanguageModelTrainer trainer(LanguageModel model) {
        return new LanguageModelTrainer(model, OPTIMIZER, Schedule.cosine(3e-3, 3, 10));
    }

    private static void steps(LanguageModelTrainer trainer, int from, int to) {
        for (int i = from; i < to; i++) {
            trainer.step(
                    List.of(
                            TokenBatch.ofWindows(TinyModels.rows(2 * i, 2, 20)),
                            TokenBatch.ofWindows(TinyModels.rows(2 * i + 1, 2, 20))));
        }
    }

    @Test
    void shouldLeaveTheWeightsAloneWhenTheLossIsNoNumber() {
        try (LanguageModel model =
                        LanguageModel.initialise(TestEngines.f32(), TinyModels.llama(), 1);
                LanguageModelTrainer trainer = trainer(model)) {
            // Given
            model.weights().tensors().get(1).muli(Float.NaN);
            String before = model.sha256();

            // When
            NonFiniteLossException failure =
                    assertThrows(NonFiniteLossException.class, () -> steps(trainer, 0, 1));

            // Then
            assertTrue(failure.getMessage().startsWith("step 1: loss NaN"), failure.getMessage());
            assertEquals(before, model.sha256());
            assertEquals(0, trainer.steps());
        }
    }

    @Test
    void shouldRefuseABatchFromWhichNothingCanBeLearnt() {
        try (LanguageModel model =
                        LanguageModel.initialise(TestEngines.f32(), TinyModels.llama(), 1);
                LanguageModelTrainer trainer = trainer(model)) {
            TokenBatch batch =
                    TokenBatch.ofExamples(List.of(TinyModels.ids(1, 5)), List.of(new boolean[5]));
            assertThrows(IllegalArgumentException.class, () -> trainer.step(List.of(batch)));
        }
    }

    @Test
    void shouldRefuseACheckpointOfAnotherModel() throws IOException {
        try (LanguageModel model =
                        LanguageModel.initialise(TestEngines.f32(), TinyModels.llama(), 1);
                LanguageModelTrainer trainer = trainer(model);
                LanguageModel other =
                        LanguageModel.initialise(TestEngines.f32(), TinyModels.gpt2(), 1);
                LanguageModelTrainer otherTrainer = trainer(other)) {
            trainer.saveCheckpoint(folder);
            assertThrows(IOException.class, () -> otherTrainer.restore(folder));
        }
    }
}
