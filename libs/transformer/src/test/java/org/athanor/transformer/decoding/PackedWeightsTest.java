package org.athanor.transformer.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.TinyModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackedWeightsTest {

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldSayAlmostTheSameInEightBits(DecoderConfig config) {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            try (LanguageModel model = lively(engine, config);
                    PackedWeights packed = new PackedWeights(model, PackedWeights.Precision.INT8)) {
                // Given few rows, which the kernel for eight bits multiplies, and many, which it
                // does not
                int[][] few = TinyModels.rows(1, 2, 9);
                int[][] many = TinyModels.rows(2, 8, 17);

                for (int[][] rows : List.of(few, many)) {
                    // When
                    float[][] whole = model.logProbs(rows, 1);
                    float[][] eight = packed.logProbs(rows, 1);

                    // Then a rounding of 1/254 of a row's largest weight shows, and no more than
                    // that
                    double difference = difference(whole, eight);
                    assertTrue(difference > 1e-5, engine.computeType() + ": " + difference);
                    double bound = engine == TestEngines.f32() ? 0.15 : 0.4;
                    assertTrue(difference < bound, engine.computeType() + ": " + difference);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldRecordWhileSamplingWhatItSaysOfTheWholeAnswer(DecoderConfig config) {
        for (PackedWeights.Precision precision : PackedWeights.Precision.values()) {
            try (LanguageModel model = lively(TestEngines.f32(), config);
                    PackedWeights packed = new PackedWeights(model, precision);
                    Generator generator = new Generator(model, packed)) {
                // Given
                int[] prompt = TinyModels.ids(3, 4);

                // When
                Completion answer =
                        generator
                                .generate(
                                        List.of(prompt), SamplingOptions.unfiltered(8, Set.of(), 5))
                                .getFirst();

                // Then
                int[] both = Arrays.copyOf(prompt, prompt.length + 8);
                System.arraycopy(answer.tokens(), 0, both, prompt.length, 8);
                float[] said = packed.logProbs(new int[][] {both}, 1)[0];
                assertArrayEquals(
                        Arrays.copyOfRange(said, prompt.length - 1, said.length),
                        answer.logProbs(),
                        1e-4f,
                        precision.toString());
            }
        }
    }

    @Test
    void shouldKeepMatricesInEightBits() {
        try (LanguageModel model = lively(TestEngines.bf16(), TinyModels.llama());
                PackedWeights packed = new PackedWeights(model, PackedWeights.Precision.INT8)) {
            // qkv, out, gate and up, down of each layer, and the head
            long matrices =
                    packed.tensors().stream().filter(t -> t.getDataType() == DataType.INT8).count();
            assertEquals(4L * model.config().layers() + 1, matrices);
        }
    }

    @Test
    void shouldAnswerTheSameWithoutTheModelsOwnWeights() {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            for (PackedWeights.Precision precision : PackedWeights.Precision.values()) {
                try (LanguageModel model = lively(engine, TinyModels.llama());
                        PackedWeights packed = new PackedWeights(model, precision);
                        Generator generator = new Generator(model, packed)) {
                    // Given
                    List<int[]> prompts = List.of(TinyModels.ids(1, 9), TinyModels.ids(2, 3));
                    SamplingOptions options = SamplingOptions.unfiltered(12, Set.of(), 5);
                    List<Completion> before = generator.generate(prompts, options);

                    // When
                    packed.keepAlone();

                    // Then
                    List<Completion> after = generator.generate(prompts, options);
                    for (int row = 0; row < prompts.size(); row++) {
                        assertArrayEquals(before.get(row).tokens(), after.get(row).tokens());
                        assertArrayEquals(before.get(row).logProbs(), after.get(row).logProbs());
                    }
                    assertThrows(
                            IllegalStateException.class,
                            () -> model.logits(new int[][] {TinyModels.ids(1, 3)}));
                }
            }
        }
    }

    @Test
    void shouldFollowWhatTheModelLearns() {
        for (PackedWeights.Precision precision : PackedWeights.Precision.values()) {
            try (LanguageModel model = lively(TestEngines.f32(), TinyModels.llama());
                    PackedWeights packed = new PackedWeights(model, precision)) {
                int[][] rows = TinyModels.rows(1, 1, 6);
                float before = packed.logProbs(rows, 1)[0][0];
                for (NDArray tensor : model.weights().tensors()) {
                    tensor.muli(1.5f);
                }
                model.weights().changed();
                assertNotEquals(before, packed.logProbs(rows, 1)[0][0]);
            }
        }
    }

    /** New weights are so small that everything is about as probable; these are not. */
    private static LanguageModel lively(Engine engine, DecoderConfig config) {
        LanguageModel model = LanguageModel.initialise(engine, config, 7);
        model.weights().tensors().forEach(tensor -> tensor.muli(3f));
        model.weights().changed();
        return model;
    }

    private static double difference(float[][] a, float[][] b) {
        double largest = 0;
        for (int r = 0; r < a.length; r++) {
            for (int t = 0; t < a[r].length; t++) {
                largest = Math.max(largest, Math.abs(a[r][t] - b[r][t]));
            }
        }
        return largest;
    }
}
