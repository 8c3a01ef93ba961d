package org.athanor.transformer.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.athanor.transformer.decoding.Completion;
import org.athanor.transformer.decoding.Generator;
import org.athanor.transformer.decoding.SamplingOptions;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.LoraConfig;
import org.athanor.transformer.model.TinyModels;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.TokenBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds on every kind of device. Tolerances are those of a GPU, which sums in an order of its own and
 * not always the same.
 */
abstract class DeviceContract {

    private static final OptimizerConfig OPTIMIZER = OptimizerConfig.pretraining();

    @TempDir private Path folder;

    /** Names of the devices, at least two; the same may come twice. */
    abstract List<String> devices();

    private void on(String type, Consumer<Engine> test) {
        try (Engine engine = Engine.open(new EngineOptions(devices().getFirst(), type, 2))) {
            test.accept(engine);
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldComputeWhatTheProcessorComputes(DecoderConfig config) {
        on(
                "f32",
                engine -> {
                    try (LanguageModel here = TinyModels.spread(engine, config, 1);
                            LanguageModel there = TinyModels.spread(TestEngines.f32(), config, 1);
                            LanguageModelTrainer trainer = trainer(here, List.of());
                            LanguageModelTrainer other = trainer(there, List.of())) {
                        // Given: the same bits
                        assertEquals(there.sha256(), here.sha256());
                        int[][] rows = TinyModels.rows(3, 3, 20);

                        // Then: the same logits
                        float[][][] expected = there.logits(rows);
                        float[][][] actual = here.logits(rows);
                        for (int row = 0; row < rows.length; row++) {
                            for (int t = 0; t < rows[row].length; t++) {
                                assertArrayEquals(
                                        expected[row][t], actual[row][t], 1e-3f, "token " + t);
                            }
                        }

                        // And the same loss curve
                        for (int step = 0; step < 5; step++) {
                            double loss = other.step(batches(2, step)).loss();
                            assertEquals(loss, trainer.step(batches(2, step)).loss(), 1e-3 * loss);
                        }
                    }
                });
    }

    @Test
    void shouldOverfitOneBatch() {
        on("f32", engine -> overfit(engine, TinyModels.llama(), OPTIMIZER));
        on("bf16", engine -> overfit(engine, TinyModels.gpt2(), OPTIMIZER));
        on("bf16", engine -> overfit(engine, TinyModels.qwen3(), OPTIMIZER.withMuon()));
    }

    private static void overfit(Engine engine, DecoderConfig config, OptimizerConfig optimizer) {
        TokenBatch batch = TokenBatch.ofWindows(TinyModels.rows(1, 3, 17));
        try (LanguageModel model = LanguageModel.initialise(engine, config, 1);
                LanguageModelTrainer trainer =
                        new LanguageModelTrainer(model, optimizer, Schedule.constant(1e-2))) {
            for (int i = 0; i < 80; i++) {
                trainer.step(List.of(batch));
            }
            double loss = trainer.evaluate(batch).loss();
            assertTrue(loss < 0.1, config + ": loss " + loss);
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldSampleWithTheLogProbsOfTheTrainingForward(DecoderConfig config) {
        on("f32", engine -> sampleAndCompare(engine, config, 1e-4f));
        on("bf16", engine -> sampleAndCompare(engine, config, 0.2f));
    }

    private static void sampleAndCompare(Engine engine, DecoderConfig config, float tolerance) {
        List<int[]> prompts =
                List.of(TinyModels.ids(1, 9), TinyModels.ids(2, 3), TinyModels.ids(3, 1));
        try (LanguageModel model = TinyModels.spread(engine, config, 7);
                Generator generator = new Generator(model)) {
            List<Completion> completions =
                    generator.generate(prompts, new SamplingOptions(0.8f, 0, 1, 20, Set.of(), 5));
            for (int i = 0; i < prompts.size(); i++) {
                int[] prompt = prompts.get(i);
                int[] tokens = completions.get(i).tokens();
                int[] whole = Arrays.copyOf(prompt, prompt.length + tokens.length);
                System.arraycopy(tokens, 0, whole, prompt.length, tokens.length);
                float[] full = model.logProbs(new int[][] {whole}, 0.8f)[0];
                assertEquals(20, tokens.length);
                assertArrayEquals(
                        Arrays.copyOfRange(full, prompt.length - 1, full.length),
                        completions.get(i).logProbs(),
                        tolerance,
                        "row " + i);
            }
        }
    }

    @Test
    void shouldTakeTheMostProbableTokenWhenGreedy() {
        on(
                "f32",
                engine -> {
                    int[] prompt = TinyModels.ids(1, 9);
                    try (LanguageModel model = TinyModels.spread(engine, TinyModels.llama(), 7);
                            Generator generator = new Generator(model)) {
                        int[] tokens =
                                generator
                                        .generate(
                                                List.of(prompt),
                                                SamplingOptions.greedy(12, Set.of()))
                                        .getFirst()
                                        .tokens();
                        int[] whole = Arrays.copyOf(prompt, prompt.length + tokens.length);
                        System.arraycopy(tokens, 0, whole, prompt.length, tokens.length);
                        float[][] logits = model.logits(new int[][] {whole})[0];
                        for (int t = 0; t < tokens.length; t++) {
                            float[] row = logits[prompt.length - 1 + t];
                            for (float other : row) {
                                assertTrue(row[tokens[t]] >= other - 1e-3f, "token " + t);
                            }
                        }
                    }
                });
    }

    @Test
    void shouldGoOnFromACheckpoint() {
        for (String type : List.of("f32", "bf16")) {
            on(
                    type,
                    engine -> {
                        try {
                            goOn(engine, folder.resolve(type));
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
        }
    }

    private static void goOn(Engine engine, Path checkpoint) throws IOException {
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.llama(), 1);
                LanguageModel other = LanguageModel.initialise(engine, TinyModels.llama(), 9);
                LanguageModelTrainer trainer = trainer(model, List.of());
                LanguageModelTrainer resumed = trainer(other, List.of())) {
            // Given
            losses(trainer, 0, 5);
            trainer.saveCheckpoint(checkpoint);

            // When
            resumed.restore(checkpoint);

            // Then: the same bits, and nearly the same curve
            assertEquals(model.sha256(), other.sha256());
            assertSameCurve(losses(trainer, 5, 10), losses(resumed, 5, 10), 1e-3);
        }
    }

    @Test
    void shouldTrainAnAdapter() {
        on(
                "bf16",
                engine -> {
                    DecoderConfig config = TinyModels.llama();
                    LoraConfig lora = LoraConfig.allLinear(4, 8);
                    try (LanguageModel base = TinyModels.spread(engine, config, 1);
                            LoraAdapter adapter = LoraAdapter.initialise(engine, config, lora, 2);
                            LanguageModel adapted = base.adapted(adapter);
                            LanguageModelTrainer trainer = trainer(adapted, List.of())) {
                        String before = base.sha256();
                        List<Double> losses = losses(trainer, 0, 12);
                        assertTrue(losses.get(8) < losses.get(0), losses.toString());
                        assertEquals(before, base.sha256());
                    }
                });
    }

    @Test
    void shouldFollowTheLossCurveOfOneDeviceOnAll() {
        followOneDevice("f32", 1e-4);
        followOneDevice("bf16", 1e-2);
    }

    private void followOneDevice(String type, double relative) {
        List<Engine> engines =
                devices().stream()
                        .map(name -> Engine.open(new EngineOptions(name, type, 2)))
                        .toList();
        try (LanguageModel one =
                        LanguageModel.initialise(engines.getFirst(), TinyModels.llama(), 1);
                LanguageModel all = one.copy();
                LanguageModelTrainer single = trainer(one, List.of());
                LanguageModelTrainer parallel = trainer(all, engines.subList(1, engines.size()))) {
            assertEquals(devices().size(), parallel.devices());
            assertSameCurve(losses(single, 0, 20), losses(parallel, 0, 20), relative);
        } finally {
            engines.forEach(Engine::close);
        }
    }

    private static void assertSameCurve(
            List<Double> expected, List<Double> actual, double relative) {
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), relative * expected.get(i), "step " + i);
        }
    }

    private static LanguageModelTrainer trainer(LanguageModel model, List<Engine> others) {
        return new LanguageModelTrainer(
                model, others, OPTIMIZER, Schedule.cosine(3e-3, 3, 20), false);
    }

    private static List<Double> losses(LanguageModelTrainer trainer, int from, int to) {
        List<Double> losses = new ArrayList<>();
        for (int i = from; i < to; i++) {
            losses.add(trainer.step(batches(3, i % 4)).loss());
        }
        return losses;
    }

    private static List<TokenBatch> batches(int microBatches, int seed) {
        List<TokenBatch> batches = new ArrayList<>();
        for (int i = 0; i < microBatches; i++) {
            batches.add(TokenBatch.ofWindows(TinyModels.rows(10L * seed + i, 4, 20)));
        }
        return batches;
    }
}
