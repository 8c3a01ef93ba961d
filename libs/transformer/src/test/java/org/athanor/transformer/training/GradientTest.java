package org.athanor.transformer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Family;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ModelType;
import org.athanor.transformer.model.NamedWeights;
import org.athanor.transformer.model.ReferenceDecoder;
import org.athanor.transformer.model.RopeScaling;
import org.athanor.transformer.model.TinyModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine's gradients in f32 against central differences of the independent float64 forward, weight by
 * weight. A block whose backward is wrong shows by the names of its weights.
 */
class GradientTest {

    /**
     * Largest error of an element, relative to its own size and the tensor's root mean square together. An
     * f32 gradient is a sum of up to a few hundred products, each right to 6e-8: measured were 1e-5 at most
     * where every element is compared, and 2e-5 over 33,000 tokens. The differences are right to 1e-8.
     */
    private static final double TOLERANCE = 5e-5;

    private static final double STEP = 1e-5;
    private static final int VOCABULARY = 17;
    private static final int FRONT = 32;
    private static final int EVERY_ELEMENT = Integer.MAX_VALUE;

    /** Rows of a batch, and for every token whether it counts. */
    private record Rows(List<int[]> ids, List<boolean[]> counted) {

        long tokens() {
            return TokenBatch.ofExamples(ids, counted).countedTokens();
        }
    }

    static Stream<DecoderConfig> everyBlock() {
        DecoderConfig grouped = DecoderConfig.llama(VOCABULARY, 16, 2, 4, 2, 12, 5, true);
        return Stream.of(
                DecoderConfig.gpt2(VOCABULARY, 8, 2, 2, 5),
                DecoderConfig.llama(VOCABULARY, 8, 2, 2, 2, 12, 5, false),
                stretched(),
                grouped,
                DecoderConfig.llama(VOCABULARY, 16, 2, 4, 1, 12, 5, false)
                        .withModelType(ModelType.MISTRAL),
                grouped.withModelType(ModelType.QWEN2),
                grouped.withModelType(ModelType.QWEN3));
    }

    /** Heads wider than the model, rotary frequencies stretched. */
    private static DecoderConfig stretched() {
        RopeScaling scaling = new RopeScaling(8, 1, 4, 16);
        return new DecoderConfig(
                Family.LLAMA, VOCABULARY, 8, 2, 3, 3, 4, 10, 5, false, 1e-5, 10_000, scaling);
    }

    @ParameterizedTest
    @MethodSource("everyBlock")
    void shouldBeTheSlopeOfTheLossInEveryElement(DecoderConfig config) {
        // Given: rows of different lengths, of which not every token counts
        Rows rows =
                new Rows(
                        List.of(ids(1, 5), ids(2, 4)),
                        List.of(
                                new boolean[] {false, true, true, true, true},
                                new boolean[] {false, false, true, true}));

        assertSlopes(config, rows, EVERY_ELEMENT);
    }

    /** From 257 tokens on attention works in tiles. */
    @Test
    void shouldBeTheSlopeOfTheLossOverALongSequence() {
        DecoderConfig config = DecoderConfig.gpt2(VOCABULARY, 8, 1, 2, 261);

        assertSlopes(config, whole(ids(3, 261)), 6);
    }

    /** From 32,768 tokens on the logits of 64 positions are a chunk. */
    @Test
    void shouldBeTheSlopeOfTheLossOverALargeVocabulary() {
        for (boolean tied : new boolean[] {true, false}) {
            DecoderConfig config = DecoderConfig.llama(33_000, 4, 1, 1, 1, 4, 70, tied);

            assertSlopes(config, whole(ids(4, 71)), 4);
        }
    }

    private static int[] ids(long seed, int length) {
        return new Random(seed).ints(length, 0, VOCABULARY).toArray();
    }

    private static Rows whole(int[] ids) {
        boolean[] counted = new boolean[ids.length];
        Arrays.fill(counted, 1, ids.length, true);
        return new Rows(List.of(ids), List.of(counted));
    }

    /** @param most how many elements of each tensor are compared */
    private static void assertSlopes(DecoderConfig config, Rows rows, int most) {
        try (LanguageModel model = TinyModels.spread(TestEngines.f32(), config, 7)) {
            // When
            List<float[]> gradients = gradients(model, rows);

            // Then
            ReferenceDecoder reference = new ReferenceDecoder(model);
            List<String> wrong = new ArrayList<>();
            for (NamedWeights.Part part : NamedWeights.of(config).reversed()) {
                int[] elements = elements(part, most);
                double[] weight = reference.weights().get(part.weight());
                double[] slopes = new double[elements.length];
                Arrays.setAll(slopes, i -> slope(reference, weight, elements[i], rows));
                double error = worst(gradients.get(part.weight()), elements, slopes);
                if (!(error <= TOLERANCE)) {
                    wrong.add(part.name() + " by " + error);
                }
            }
            // a fault reaches every weight before it: the first name is the nearest to it
            assertEquals(List.of(), wrong, () -> "gradients that are off, of " + config);
        }
    }

    /** The largest relative error; NaN where there is none to compare with. */
    private static double worst(float[] gradient, int[] elements, double[] slopes) {
        double size = rootMeanSquare(slopes);
        double worst = 0;
        for (int i = 0; i < elements.length; i++) {
            double error = Math.abs(gradient[elements[i]] - slopes[i]);
            worst = Math.max(worst, error / (Math.abs(slopes[i]) + size));
        }
        return worst;
    }

    /** All of a small tensor; of a large one a sample, half of it from the first rows, whose tokens occur. */
    private static int[] elements(NamedWeights.Part part, int most) {
        int size = part.end() - part.first();
        if (size <= most) {
            return IntStream.range(part.first(), part.end()).toArray();
        }
        Random random = new Random(5);
        IntStream front = random.ints(part.first(), part.first() + Math.min(size, FRONT));
        IntStream anywhere = random.ints(part.first(), part.end());
        return IntStream.concat(front.limit(most / 2), anywhere.limit(most - most / 2)).toArray();
    }

    private static double slope(ReferenceDecoder reference, double[] weight, int i, Rows rows) {
        double before = weight[i];
        weight[i] = before + STEP;
        double above = loss(reference, rows);
        weight[i] = before - STEP;
        double below = loss(reference, rows);
        weight[i] = before;
        return (above - below) / (2 * STEP);
    }

    private static double loss(ReferenceDecoder reference, Rows rows) {
        double nats = 0;
        for (int r = 0; r < rows.ids().size(); r++) {
            nats += reference.nats(rows.ids().get(r), rows.counted().get(r));
        }
        return nats / rows.tokens();
    }

    private static double rootMeanSquare(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).average().orElse(0));
    }

    /** The gradient that a step used, read from the first moment after one step: m = (1 - beta1) g. */
    private static List<float[]> gradients(LanguageModel model, Rows rows) {
        OptimizerConfig unclipped = new OptimizerConfig(0.5, 0.5, 1e-8, 0, 1e9);
        try (LanguageModel copy = model.copy();
                LanguageModelTrainer trainer =
                        new LanguageModelTrainer(copy, unclipped, Schedule.constant(1e-9))) {
            trainer.step(List.of(TokenBatch.ofExamples(rows.ids(), rows.counted())));
            return trainer.optimizer().firstMoments().stream().map(GradientTest::twice).toList();
        }
    }

    private static float[] twice(NDArray moment) {
        float[] values = moment.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
        return values;
    }
}
