package org.athanor.transformer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.LoraConfig;
import org.athanor.transformer.model.TinyModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Several devices, each of which is the processor through an engine of its own. */
class DataParallelTest {

    private static final int STEPS = 20;
    private static final OptimizerConfig OPTIMIZER = OptimizerConfig.pretraining();

    private static final List<Engine> F32 = open("f32");
    private static final List<Engine> BF16 = open("bf16");

    @TempDir private Path folder;

    private static List<Engine> open(String type) {
        EngineOptions options = new EngineOptions("cpu", type, 2);
        return List.of(Engine.open(options), Engine.open(options));
    }

    @AfterAll
    static void close() {
        F32.forEach(Engine::close);
        BF16.forEach(Engine::close);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 2", "2, 3", "2, 4", "3, 1", "3, 2", "3, 4"})
    void shouldFollowTheLossCurveOfOneDevice(int devices, int microBatches) {
        for (DecoderConfig config : List.of(TinyModels.llama(), TinyModels.gpt2())) {
            try (LanguageModel one = LanguageModel.initialise(TestEngines.f32(), config, 1);
                    LanguageModel several = one.copy();
                    LanguageModelTrainer single = trainer(one, 1);
                    LanguageModelTrainer parallel = trainer(several, devices)) {
                // When
                List<StepResult> expected = steps(single, microBatches, 0, STEPS);
                List<StepResult> actual = steps(parallel, microBatches, 0, STEPS);

                // Then
                assertEquals(devices, parallel.devices());
                double progress = expected.get(0).loss() - expected.get(16).loss();
                assertTrue(progress > 0.1, "it learns: " + progress + " nats on the same batch");
                assertSameCurve(expected, actual, 1e-5);
            }
        }
    }

    private static void assertSameCurve(
            List<StepResult> expected, List<StepResult> actual, double relative) {
        for (int i = 0; i < expected.size(); i++) {
            double loss = expected.get(i).loss();
            assertEquals(loss, actual.get(i).loss(), relative * loss, "step " + (i + 1));
            assertEquals(expected.get(i).countedTokens(), actual.get(i).countedTokens());
            assertEquals(expected.get(i).step(), actual.get(i).step());
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldSumInTheOrderOfOneDeviceWhenEveryDeviceHasAWholeMicroBatch(DecoderConfig config) {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            try (LanguageModel one = LanguageModel.initialise(engine, config, 1);
                    LanguageModel three = one.copy();
                    LanguageModelTrainer single = trainer(one, 1);
                    LanguageModelTrainer parallel = trainer(three, 3)) {
                // When
                List<StepResult> expected = steps(single, 3, 0, 5);
                List<StepResult> actual = steps(parallel, 3, 0, 5);

                // Then: bit by bit
                assertEquals(expected, actual);
                assertEquals(one.sha256(), three.sha256());
            }
        }
    }

    @Test
    void shouldEndWithTheSameBitsEveryTime() {
        for (int microBatches : new int[] {1, 4}) {
            try (LanguageModel one =
                            LanguageModel.initialise(TestEngines.bf16(), TinyModels.llama(), 1);
                    LanguageModel two = one.copy();
                    LanguageModelTrainer first = trainer(one, 3);
                    LanguageModelTrainer second = trainer(two, 3)) {
                // When
                List<StepResult> expected = steps(first, microBatches, 0, 12);
                List<StepResult> actual = steps(second, microBatches, 0, 12);

                // Then
                assertEquals(expected, actual);
                assertEquals(one.sha256(), two.sha256());
            }
        }
    }

    @Test
    void shouldContinueFromACheckpointBitByBit() throws IOException {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.llama(), 1);
                    LanguageModel other = LanguageModel.initialise(engine, TinyModels.llama(), 9);
                    LanguageModelTrainer trainer = trainer(model, 3);
                    LanguageModelTrainer resumed = trainer(other, 3)) {
                // Given: a trainer whose replicas have other weights
                steps(resumed, 4, 50, 52);
                steps(trainer, 4, 0, 5);
                trainer.saveCheckpoint(folder);
                steps(trainer, 4, 5, 10);

                // When
                resumed.restore(folder);
                steps(resumed, 4, 5, 10);

                // Then
                assertEquals(10, resumed.steps());
                assertEquals(model.sha256(), other.sha256());
            }
        }
    }

    @Test
    void shouldTakeASnapshotOfTheOneStateThereIs() throws IOException {
        try (LanguageModel model =
                        LanguageModel.initialise(TestEngines.f32(), TinyModels.llama(), 1);
                LanguageModelTrainer trainer = trainer(model, 2);
                TrainerSnapshot snapshot = trainer.newSnapshot()) {
            // Given
            steps(trainer, 2, 0, 3);
            snapshot.take();
            trainer.saveCheckpoint(folder.resolve("in-place"));

            // When
            steps(trainer, 2, 3, 5);
            snapshot.save(folder.resolve("beside"));

            // Then
            for (String file : List.of("model.safetensors", "optimizer.safetensors")) {
                assertEquals(
                        -1,
                        Files.mismatch(
                                folder.resolve("in-place/" + file),
                                folder.resolve("beside/" + file)),
                        file);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldTrainAnAdapterAndLeaveTheBaseAlone(DecoderConfig config) throws IOException {
        LoraConfig lora = LoraConfig.allLinear(4, 8);
        try (LanguageModel base = LanguageModel.initialise(TestEngines.f32(), config, 1);
                LoraAdapter one = LoraAdapter.initialise(base.engine(), config, lora, 2);
                LoraAdapter several = LoraAdapter.initialise(base.engine(), config, lora, 2);
                LoraAdapter again = LoraAdapter.initialise(base.engine(), config, lora, 7);
                LanguageModel onOne = base.adapted(one);
                LanguageModel onSeveral = base.adapted(several);
                LanguageModel onResumed = base.adapted(again);
                LanguageModelTrainer single = trainer(onOne, 1);
                LanguageModelTrainer parallel = trainer(onSeveral, 3);
                LanguageModelTrainer resumed = trainer(onResumed, 3)) {
            // Given
            String before = base.sha256();
            String first = several.sha256();

            // When
            List<StepResult> expected = steps(single, 2, 0, 8);
            List<StepResult> actual = new ArrayList<>(steps(parallel, 2, 0, 4));
            parallel.saveCheckpoint(folder);
            actual.addAll(steps(parallel, 2, 4, 8));
            resumed.restore(folder);
            steps(resumed, 2, 4, 8);

            // Then
            assertSameCurve(expected, actual, 1e-5);
            assertEquals(before, base.sha256());
            assertNotEquals(first, several.sha256());
            assertEquals(several.sha256(), again.sha256());
        }
    }

    @Test
    void shouldChangeNothingWhenTheLossOfOneReplicaIsNoNumber() {
        // Given: a model that has no answer to token 5 alone, which the last device meets
        try (LanguageModel model =
                        LanguageModel.initialise(TestEngines.f32(), TinyModels.llamaUntied(), 1);
                LanguageModel other = model.copy();
                LanguageModelTrainer disturbed = trainer(model, 3);
                LanguageModelTrainer calm = trainer(other, 3)) {
            steps(disturbed, 3, 0, 2);
            steps(calm, 3, 0, 2);
            float[] row = embedding(model, 5);
            embed(model, 5, nans(row.length));
            String before = model.sha256();
            List<TokenBatch> batches =
                    List.of(constant(1, 2, 8), constant(2, 2, 8), constant(5, 2, 8));

            // When
            NonFiniteLossException failure =
                    assertThrows(NonFiniteLossException.class, () -> disturbed.step(batches));

            // Then
            assertTrue(failure.getMessage().startsWith("step 3: loss NaN"), failure.getMessage());
            assertEquals(before, model.sha256());
            assertEquals(2, disturbed.steps());

            // And then: it goes on as if nothing had been
            embed(model, 5, row);
            assertEquals(steps(calm, 3, 2, 4), steps(disturbed, 3, 2, 4));
            assertEquals(other.sha256(), model.sha256());
        }
    }

    @Test
    void shouldChangeNothingWhenOneDeviceFails() {
        for (int failing = 0; failing < 3; failing++) {
            try (LanguageModel model =
                            LanguageModel.initialise(TestEngines.f32(), TinyModels.gpt2(), 1);
                    LanguageModel other = model.copy();
                    LanguageModelTrainer disturbed = trainer(model, 3);
                    LanguageModelTrainer calm = trainer(other, 3)) {
                // Given
                steps(disturbed, 3, 0, 2);
                steps(calm, 3, 0, 2);
                List<TokenBatch> batches = new ArrayList<>(batches(3, 2));
                batches.set(failing, constant(TinyModels.VOCABULARY, 1, 4));

                // When
                IllegalArgumentException failure =
                        assertThrows(IllegalArgumentException.class, () -> disturbed.step(batches));

                // Then
                assertTrue(failure.getMessage().contains("37"), failure.getMessage());
                assertEquals(other.sha256(), model.sha256());
                assertEquals(2, disturbed.steps());
                assertEquals(steps(calm, 3, 2, 4), steps(disturbed, 3, 2, 4));
                assertEquals(other.sha256(), model.sha256());
            }
        }
    }

    @Test
    void shouldWorkWithFewerRowsThanDevicesAndWithRowsThatDoNotCount() {
        try (LanguageModel one =
                        LanguageModel.initialise(TestEngines.f32(), TinyModels.llama(), 1);
                LanguageModel three = one.copy();
                LanguageModelTrainer single = trainer(one, 1);
                LanguageModelTrainer parallel = trainer(three, 3)) {
            // Given: two rows for three devices, in the second of which nothing is to be learnt
            boolean[] all = new boolean[9];
            Arrays.fill(all, true);
            List<TokenBatch> batches =
                    List.of(
                            TokenBatch.ofExamples(
                                    List.of(TinyModels.ids(1, 9), TinyModels.ids(2, 9)),
                                    List.of(all, new boolean[9])));

            for (int step = 0; step < 5; step++) {
                // When
                StepResult expected = single.step(batches);
                StepResult actual = parallel.step(batches);

                // Then
                assertEquals(8, actual.countedTokens());
                assertEquals(expected.loss(), actual.loss(), 1e-5 * expected.loss());
                assertEquals(
                        expected.gradientNorm(),
                        actual.gradientNorm(),
                        1e-4 * expected.gradientNorm());
            }
        }
    }

    @Test
    void shouldStayNearOneDeviceInBf16() {
        try (LanguageModel one =
                        LanguageModel.initialise(TestEngines.bf16(), TinyModels.llama(), 1);
                LanguageModel two = one.copy();
                LanguageModelTrainer single = trainer(one, 1);
                LanguageModelTrainer parallel = trainer(two, 2)) {
            assertSameCurve(steps(single, 1, 0, STEPS), steps(parallel, 1, 0, STEPS), 1e-3);
        }
    }

    @Test
    void shouldRefuseADeviceThatComputesInAnotherType() {
        try (LanguageModel model =
                LanguageModel.initialise(TestEngines.f32(), TinyModels.llama(), 1)) {
            String reason =
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () ->
                                            new LanguageModelTrainer(
                                                    model,
                                                    BF16,
                                                    OPTIMIZER,
                                                    Schedule.constant(1e-3),
                                                    false))
                            .getMessage();
            assertTrue(reason.contains("f32, not in bf16"), reason);
        }
    }

    private static LanguageModelTrainer trainer(LanguageModel model, int devices) {
        List<Engine> engines = model.engine().computeType() == ComputeType.F32 ? F32 : BF16;
        return new LanguageModelTrainer(
                model,
                engines.subList(0, devices - 1),
                OPTIMIZER,
                Schedule.cosine(3e-3, 3, 20),
                false);
    }

    /** Steps on rows that repeat, so that there is something to learn. */
    private static List<StepResult> steps(
            LanguageModelTrainer trainer, int microBatches, int from, int to) {
        List<StepResult> results = new ArrayList<>();
        for (int i = from; i < to; i++) {
            results.add(trainer.step(batches(microBatches, i % 4)));
        }
        return results;
    }

    private static List<TokenBatch> batches(int microBatches, int seed) {
        List<TokenBatch> batches = new ArrayList<>();
        for (int i = 0; i < microBatches; i++) {
            batches.add(TokenBatch.ofWindows(TinyModels.rows(10L * seed + i, 5, 20)));
        }
        return batches;
    }

    private static TokenBatch constant(int id, int rows, int time) {
        int[][] ids = new int[rows][time];
        for (int[] row : ids) {
            Arrays.fill(row, id);
        }
        int[][] targets = new int[rows][time];
        return new TokenBatch(ids, targets);
    }

    private static float[] embedding(LanguageModel model, int id) {
        try (NDArray row = model.weights().tensors().getFirst().get(id)) {
            return row.toFloatArray();
        }
    }

    private static void embed(LanguageModel model, int id, float[] values) {
        NDArray table = model.weights().tensors().getFirst();
        try (NDArray row = table.getManager().create(values)) {
            table.set(new ai.djl.ndarray.index.NDIndex(id), row);
        }
        model.weights().changed();
        assertArrayEquals(values, embedding(model, id));
    }

    private static float[] nans(int length) {
        float[] values = new float[length];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
