package org.athanor.transformer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.LoraConfig;
import org.athanor.transformer.model.TinyAdapters;
import org.athanor.transformer.model.TinyModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoraTrainingTest {

    private static final OptimizerConfig OPTIMIZER = OptimizerConfig.feedback();

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldLearnOneBatchAndLeaveTheBaseAlone(DecoderConfig config) {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            // Given
            TokenBatch batch = TokenBatch.ofWindows(TinyModels.rows(1, 3, 17));
            LoraConfig lora = LoraConfig.allLinear(8, 16);
            try (LanguageModel base = LanguageModel.initialise(engine, config, 1);
                    LoraAdapter adapter = LoraAdapter.initialise(engine, config, lora, 2);
                    LanguageModel adapted = base.adapted(adapter);
                    LanguageModelTrainer trainer =
                            new LanguageModelTrainer(adapted, OPTIMIZER, Schedule.constant(1e-2))) {
                // a head that can say something, since it stays as it is
                base.weights().tensors().forEach(t -> t.muli(6f));
                String before = base.sha256();
                double first = trainer.evaluate(batch).loss();

                // When
                for (int i = 0; i < 150; i++) {
                    trainer.step(List.of(batch));
                }

                // Then
                double last = trainer.evaluate(batch).loss();
                assertTrue(last < first / 3, engine.computeType() + ": " + first + " to " + last);
                assertEquals(before, base.sha256());
                try (LanguageModel merged = adapted.merged();
                        LanguageModelTrainer reader =
                                new LanguageModelTrainer(
                                        merged, OPTIMIZER, Schedule.constant(1e-2))) {
                    double tolerance = engine == TestEngines.f32() ? 1e-3 : 0.1;
                    assertEquals(last, reader.evaluate(batch).loss(), tolerance);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldHaveTheGradientOfTheLoss(DecoderConfig config) {
        // Given
        int[] ids = TinyModels.ids(2, 14);
        TokenBatch batch = TokenBatch.ofWindows(new int[][] {ids});
        OptimizerConfig unclipped = new OptimizerConfig(0.5, 0.5, 1e-8, 0, 1e9);
        try (LanguageModel base = LanguageModel.initialise(TestEngines.f32(), config, 3);
                LoraAdapter adapter = TinyAdapters.allLinear(TestEngines.f32(), config, 2, 4)) {
            base.weights().tensors().forEach(t -> t.muli(4f));
            try (LanguageModel adapted = base.adapted(adapter);
                    LanguageModelTrainer trainer =
                            new LanguageModelTrainer(adapted, unclipped, Schedule.constant(1e-9))) {
                // When
                trainer.step(List.of(batch));

                // Then: m = (1 - beta1) g is half the gradient; the slope is that of the merged
                // model
                List<NDArray> moments = trainer.optimizer().firstMoments();
                List<double[]> tensors =
                        adapter.weights().tensors().stream().map(LoraTrainingTest::wide).toList();
                assertEquals(tensors.size(), moments.size());
                for (int i = 0; i < tensors.size(); i++) {
                    float[] gradient = moments.get(i).toFloatArray();
                    double[] values = tensors.get(i);
                    for (int j = 1; j < values.length; j += 1 + values.length / 3) {
                        double before = values[j];
                        values[j] = before + 1e-5;
                        double above = TinyAdapters.mergedLoss(base, adapter, tensors, ids);
                        values[j] = before - 1e-5;
                        double below = TinyAdapters.mergedLoss(base, adapter, tensors, ids);
                        values[j] = before;
                        double slope = (above - below) / 2e-5;
                        assertEquals(
                                slope,
                                2 * gradient[j],
                                1e-4 + 1e-3 * Math.abs(slope),
                                "tensor " + i + " element " + j);
                    }
                }
            }
        }
    }

    private static double[] wide(NDArray tensor) {
        float[] values = tensor.toFloatArray();
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    @Test
    void shouldKeepStateForWhatLearnsAlone() {
        DecoderConfig config = TinyModels.llama();
        LoraConfig lora = new LoraConfig(4, 8, List.of("q_proj", "v_proj"));
        try (LanguageModel base = LanguageModel.initialise(TestEngines.f32(), config, 1);
                LoraAdapter adapter = LoraAdapter.initialise(base.engine(), config, lora, 2);
                LanguageModel adapted = base.adapted(adapter);
                LanguageModelTrainer trainer = trainer(adapted)) {
            long numbers =
                    trainer.optimizer().firstMoments().stream().mapToLong(NDArray::size).sum();
            assertEquals(896, numbers); // 2 layers of 4 * (32 + 32) and 4 * (32 + 16)
            assertEquals(adapter.parameters(), numbers);
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldContinueFromACheckpointBitByBit(DecoderConfig config) throws IOException {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            LoraConfig lora = LoraConfig.allLinear(4, 8);
            try (LanguageModel base = LanguageModel.initialise(engine, config, 1);
                    LoraAdapter adapter = LoraAdapter.initialise(engine, config, lora, 2);
                    LanguageModel adapted = base.adapted(adapter);
                    LanguageModelTrainer trainer = trainer(adapted)) {
                // Given
                steps(trainer, 0, 5);
                trainer.saveCheckpoint(folder);
                steps(trainer, 5, 10);

                // When
                try (LoraAdapter other = LoraAdapter.initialise(engine, config, lora, 99);
                        LanguageModel again = base.adapted(other);
                        LanguageModelTrainer resumed = trainer(again)) {
                    resumed.restore(folder);
                    assertEquals(5, resumed.steps());
                    steps(resumed, 5, 10);

                    // Then
                    assertEquals(adapter.sha256(), other.sha256());
                }
            }
        }
    }

    @Test
    void shouldRefuseTheCheckpointOfATrainingOfAllWeights() throws IOException {
        DecoderConfig config = TinyModels.llama();
        try (LanguageModel base = LanguageModel.initialise(TestEngines.f32(), config, 1);
                LoraAdapter adapter = TinyAdapters.partial(base.engine(), config, 4, 2);
                LanguageModel adapted = base.adapted(adapter);
                LanguageModelTrainer whole = trainer(base);
                LanguageModelTrainer lora = trainer(adapted)) {
            whole.saveCheckpoint(folder);
            IOException refusal = assertThrows(IOException.class, () -> lora.restore(folder));
            assertTrue(
                    refusal.getMessage().contains("lora_A.weight is missing"),
                    refusal.getMessage());
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
}
