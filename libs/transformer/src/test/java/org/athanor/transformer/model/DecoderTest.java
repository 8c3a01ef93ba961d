package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {

    /**
     * Kernels differ with the number of rows: they split and order their sums differently. Measured over 20
     * seeds of each configuration: 2.9e-6, three units in the last place of log-probabilities around 11.
     */
    private static final float F32_TOLERANCE = 1e-5f;

    /**
     * Measured: 0, since oneDNN's kernels with bf16 in hardware sum a row alike whatever is beside it.
     * Others need not: one rounding of a logit between 4 and 8 is worth 0.03, and of layers before it more.
     */
    private static final float BF16_TOLERANCE = 0.1f;

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldAgreeWithTheReferenceForward(DecoderConfig config) {
        // Given
        int[] ids = TinyModels.ids(3, 29);
        try (LanguageModel model = spread(TestEngines.f32(), config)) {
            // When
            float[][] logits = model.logits(new int[][] {ids})[0];

            // Then
            double[][] expected = new ReferenceDecoder(model).logits(ids);
            for (int t = 0; t < ids.length; t++) {
                for (int v = 0; v < config.vocabularySize(); v++) {
                    assertEquals(
                            expected[t][v], logits[t][v], 1e-4, "position " + t + " token " + v);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldNotLetFutureTokensChangePastLogits(DecoderConfig config) {
        for (Engine engine : List.of(TestEngines.f32(), TestEngines.bf16())) {
            shouldNotLetFutureTokensChangePastLogits(engine, config, 24, 12);
            // beyond 256 tokens attention works in tiles
            shouldNotLetFutureTokensChangePastLogits(
                    engine, config.withContextLength(300), 300, 257);
        }
    }

    /** @param change the first token that is another one */
    private void shouldNotLetFutureTokensChangePastLogits(
            Engine engine, DecoderConfig config, int length, int change) {
        // Given
        int[] ids = TinyModels.ids(4, length);
        int[] otherFuture = ids.clone();
        for (int t = change; t < length; t++) {
            otherFuture[t] = (ids[t] + 1) % config.vocabularySize();
        }
        try (LanguageModel model = spread(engine, config)) {
            // When
            float[][] logits = model.logits(new int[][] {ids})[0];
            float[][] others = model.logits(new int[][] {otherFuture})[0];

            // Then
            for (int t = 0; t < change; t++) {
                assertArrayEquals(logits[t], others[t], 0f, "position " + t);
            }
            assertFalse(Arrays.equals(logits[change], others[change]), "nothing has changed");
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldGiveTheSameLogProbsAloneBatchedAndPadded(DecoderConfig config) {
        shouldGiveTheSameLogProbs(TestEngines.f32(), config, F32_TOLERANCE);
        shouldGiveTheSameLogProbs(TestEngines.bf16(), config, BF16_TOLERANCE);
    }

    private void shouldGiveTheSameLogProbs(Engine engine, DecoderConfig config, float tolerance) {
        // Given
        int[][] ragged = {
            TinyModels.ids(5, 40), TinyModels.ids(6, 7), TinyModels.ids(7, 2), TinyModels.ids(8, 23)
        };
        try (LanguageModel model = spread(engine, config)) {
            // When
            float[][] together = model.logProbs(ragged, 0.7f);

            // Then
            for (int i = 0; i < ragged.length; i++) {
                float[] alone = model.logProbs(new int[][] {ragged[i]}, 0.7f)[0];
                assertEquals(ragged[i].length - 1, alone.length);
                assertArrayEquals(
                        alone, together[i], tolerance, engine.computeType() + " row " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldGiveLogProbsThatSumToOneOverTheVocabulary(DecoderConfig config) {
        // Given
        int[] start = TinyModels.ids(9, 5);
        int[][] continuations = new int[config.vocabularySize()][];
        for (int v = 0; v < continuations.length; v++) {
            continuations[v] = Arrays.copyOf(start, start.length + 1);
            continuations[v][start.length] = v;
        }
        try (LanguageModel model = spread(TestEngines.f32(), config)) {
            // When
            float[][] logProbs = model.logProbs(continuations, 1.7f);

            // Then
            double sum = 0;
            for (float[] row : logProbs) {
                sum += Math.exp(row[start.length - 1]);
            }
            assertEquals(1, sum, 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldScoreAtTheLastRealToken(DecoderConfig config) {
        // Given
        int[][] ragged = {TinyModels.ids(10, 12), TinyModels.ids(11, 30), TinyModels.ids(12, 1)};
        try (LanguageModel body = spread(TestEngines.f32(), config);
                ScalarModel model = ScalarModel.fromLanguageModel(body, 5)) {
            // When
            float[] scores = model.score(ragged);
            float[][] values = model.values(ragged);

            // Then
            for (int i = 0; i < ragged.length; i++) {
                assertEquals(ragged[i].length, values[i].length);
                assertEquals(values[i][ragged[i].length - 1], scores[i], 1e-6f);
            }
        }
    }

    private static LanguageModel spread(Engine engine, DecoderConfig config) {
        return TinyModels.spread(engine, config, 11);
    }
}
