package org.athanor.transformer.encoderdecoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.engine.ScriptSource;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.safetensors.SafetensorsReader;
import org.athanor.transformer.safetensors.TensorInfo;
import org.athanor.transformer.training.NonFiniteLossException;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderDecoderTrainerTest {

    private final Engine engine = TestEngines.f32();

    @TempDir private Path folder;

    @Test
    void shouldOverfitOneBatch() {
        for (Engine on : List.of(TestEngines.f32(), TestEngines.bf16())) {
            // Given: targets that have nothing to do with their sources
            Random random = new Random(1);
            int[][] sources = new int[4][];
            int[][] targets = new int[4][];
            for (int i = 0; i < sources.length; i++) {
                sources[i] = TinyPairs.symbols(random, 3 + i);
                targets[i] = TinyPairs.symbols(random, 12 - i);
            }
            PairBatch batch = new PairBatch(sources, targets);
            try (EncoderDecoderModel model =
                            EncoderDecoderModel.initialise(on, TinyPairs.config(), 1);
                    EncoderDecoderTrainer trainer =
                            trainer(model, TrainingOptions.plain(), Schedule.constant(3e-3))) {
                // When
                for (int i = 0; i < 120; i++) {
                    trainer.step(List.of(batch));
                }

                // Then
                double loss = trainer.evaluate(batch).loss();
                assertTrue(loss < 0.05, on.computeType() + ": loss " + loss);
            }
        }
    }

    @Test
    void shouldHaveTheGradientOfTheSmoothedLoss() throws IOException {
        // Given
        int[] source = TinyPairs.symbols(new Random(5), 7);
        int[] target = TinyPairs.symbols(new Random(6), 9);
        PairBatch batch = new PairBatch(new int[][] {source}, new int[][] {target});
        OptimizerConfig unclipped = new OptimizerConfig(0.5, 0.5, 1e-8, 0, 1e9);
        try (EncoderDecoderModel model = TinyPairs.spread(engine);
                EncoderDecoderTrainer trainer =
                        new EncoderDecoderTrainer(
                                model,
                                new TrainingOptions(0.1, 0, 0),
                                unclipped,
                                Schedule.constant(1e-9))) {
            ReferenceEncoderDecoder reference = new ReferenceEncoderDecoder(model);

            // When
            StepResult step = trainer.step(List.of(batch));
            trainer.saveCheckpoint(folder);

            // Then
            assertEquals(reference.loss(source, target, 0.1), step.loss(), 1e-5);
            assertEquals(10, step.countedTokens());
            try (SafetensorsReader moments =
                    SafetensorsReader.open(folder.resolve("optimizer.safetensors"))) {
                for (int w = 0; w < reference.weights().size(); w++) {
                    TensorInfo info = moments.tensors().get("first." + w);
                    double[] weight = reference.weights().get(w);
                    float[] first = moments.floats(info, 0, weight.length);
                    for (int i = 0; i < weight.length; i += 1 + weight.length / 5) {
                        double slope = slope(reference, weight, i, source, target);
                        assertEquals(
                                slope,
                                2 * first[i], // m = (1 - beta1) g after one step
                                1e-4 + 1e-3 * Math.abs(slope),
                                "weight " + w + " element " + i);
                    }
                }
            }
        }
    }

    private static double slope(
            ReferenceEncoderDecoder reference, double[] weight, int i, int[] source, int[] target) {
        double before = weight[i];
        weight[i] = before + 1e-5;
        double above = reference.loss(source, target, 0.1);
        weight[i] = before - 1e-5;
        double below = reference.loss(source, target, 0.1);
        weight[i] = before;
        return (above - below) / 2e-5;
    }

    @Test
    void shouldNotDependOnHowPairsAreSpreadOverMicroBatches() {
        // Given
        PairBatch whole = TinyPairs.reversals(new Random(7), 6, 12);
        TrainingOptions smoothed = new TrainingOptions(0.1, 0, 0);
        try (EncoderDecoderModel one = TinyPairs.spread(engine);
                EncoderDecoderModel two = one.copy();
                EncoderDecoderTrainer first = trainer(one, smoothed, Schedule.constant(1e-3));
                EncoderDecoderTrainer second = trainer(two, smoothed, Schedule.constant(1e-3))) {
            // When
            StepResult together = first.step(List.of(whole));
            StepResult apart =
                    second.step(List.of(part(whole, 0, 1), part(whole, 1, 4), part(whole, 4, 6)));

            // Then
            assertEquals(together.countedTokens(), apart.countedTokens());
            assertEquals(together.loss(), apart.loss(), 1e-5);
            assertEquals(
                    together.gradientNorm(), apart.gradientNorm(), 1e-4 * together.gradientNorm());
        }
    }

    private static PairBatch part(PairBatch batch, int from, int to) {
        return new PairBatch(
                Arrays.copyOfRange(batch.sources(), from, to),
                Arrays.copyOfRange(batch.targets(), from, to));
    }

    @Test
    void shouldContinueFromACheckpointBitByBitWithDropout() throws IOException {
        // Given
        TrainingOptions options = TrainingOptions.base(3);
        Schedule schedule = Schedule.inverseSquareRoot(32, 4);
        try (EncoderDecoderModel model =
                        EncoderDecoderModel.initialise(engine, TinyPairs.config(), 1);
                EncoderDecoderModel other =
                        EncoderDecoderModel.initialise(engine, TinyPairs.config(), 99);
                EncoderDecoderTrainer trainer = trainer(model, options, schedule);
                EncoderDecoderTrainer resumed = trainer(other, options, schedule)) {
            steps(trainer, 0, 5);
            trainer.saveCheckpoint(folder);
            steps(trainer, 5, 10);

            // When
            resumed.restore(folder);
            assertEquals(5, resumed.steps());
            steps(resumed, 5, 10);

            // Then
            assertEquals(model.sha256(), other.sha256());
        }
    }

    @Test
    void shouldDropOtherNumbersForAnotherSeed() {
        assertEquals(
                trained(new TrainingOptions(0, 0.1, 1)), trained(new TrainingOptions(0, 0.1, 1)));
        assertNotEquals(
                trained(new TrainingOptions(0, 0.1, 1)), trained(new TrainingOptions(0, 0.1, 2)));
        assertNotEquals(trained(new TrainingOptions(0, 0.1, 1)), trained(TrainingOptions.plain()));
    }

    private String trained(TrainingOptions options) {
        try (EncoderDecoderModel model =
                        EncoderDecoderModel.initialise(engine, TinyPairs.config(), 1);
                EncoderDecoderTrainer trainer = trainer(model, options, Schedule.constant(1e-3))) {
            steps(trainer, 0, 2);
            return model.sha256();
        }
    }

    private static void steps(EncoderDecoderTrainer trainer, int from, int to) {
        for (int i = from; i < to; i++) {
            trainer.step(
                    List.of(
                            TinyPairs.reversals(new Random(2 * i), 3, 8),
                            TinyPairs.reversals(new Random(2 * i + 1), 2, 8)));
        }
    }

    @Test
    void shouldDropTheShareAndScaleWhatItKeeps() {
        // Given: a way to call the method with numbers of one's own
        ScriptSource probe =
                new ScriptSource(
                        "probe",
                        """
                        class Probe(Module):
                          __parameters__ = []
                          __buffers__ = []
                          training : bool
                          model : __torch__.EncoderDecoder

                          def dropped(self: __torch__.Probe, x: Tensor, seed: Tensor) -> Tensor:
                            return self.model.sublayers.dropped(x, torch.Generator(seed=int(seed)))
                        """);
        ScriptObject root =
                new ScriptObject("Probe")
                        .with("model", EncoderDecoderScript.model(engine, TinyPairs.config(), 0.3));
        try (ScriptModule script = EncoderDecoderScript.load(engine, root, List.of(probe));
                NDManager scope = engine.newManager()) {
            NDArray ones = scope.ones(new Shape(20, 500));

            // When
            float[] kept =
                    script.call("dropped", new Arguments(scope).tensor(ones).number(5L))
                            .singletonOrThrow()
                            .toFloatArray();

            // Then: 7,000 of 10,000 are expected, with a deviation of 46
            int count = 0;
            for (float value : kept) {
                assertEquals(value == 0 ? 0 : 1 / 0.7f, value, 1e-6f);
                count += value == 0 ? 0 : 1;
            }
            assertEquals(7000, count, 230);
        }
    }

    @Test
    void shouldLeaveTheWeightsAloneWhenTheLossIsNoNumber() {
        try (EncoderDecoderModel model =
                        EncoderDecoderModel.initialise(engine, TinyPairs.config(), 1);
                EncoderDecoderTrainer trainer =
                        new EncoderDecoderTrainer(model, TrainingOptions.base(1))) {
            // Given
            model.weights().tensors().get(1).muli(Float.NaN);
            String before = model.sha256();

            // When
            assertThrows(NonFiniteLossException.class, () -> steps(trainer, 0, 1));

            // Then
            assertEquals(before, model.sha256());
        }
    }

    @Test
    void shouldRefuseAStepWithoutPairs() {
        try (EncoderDecoderModel model =
                        EncoderDecoderModel.initialise(engine, TinyPairs.config(), 1);
                EncoderDecoderTrainer trainer =
                        new EncoderDecoderTrainer(model, TrainingOptions.plain())) {
            assertThrows(IllegalArgumentException.class, () -> trainer.step(List.of()));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new PairBatch(new int[][] {{1}}, new int[0][]));
    }

    private static EncoderDecoderTrainer trainer(
            EncoderDecoderModel model, TrainingOptions options, Schedule schedule) {
        return new EncoderDecoderTrainer(model, options, EncoderDecoderTrainer.ADAM, schedule);
    }
}
