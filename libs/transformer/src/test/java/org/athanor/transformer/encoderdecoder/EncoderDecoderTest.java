package org.athanor.transformer.encoderdecoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.junit.jupiter.api.Test;

class EncoderDecoderTest {

    private final Engine engine = TestEngines.f32();

    @Test
    void shouldEncodePositionsAsSinesAndCosinesInTurn() {
        // Given: two wavelengths, 2 pi and 100 times that
        EncoderDecoderConfig config = new EncoderDecoderConfig(5, 4, 1, 1, 2, 8, 8, 0, 1);
        try (EncoderDecoderModel model = EncoderDecoderModel.initialise(engine, config, 1)) {
            // When
            float[] positions = model.positions(3);

            // Then: sin 1, cos 1, sin 0.01, cos 0.01; the same of 2 and 0.02
            float[] expected = {
                0,
                1,
                0,
                1, //
                0.84147098f,
                0.54030231f,
                0.00999983f,
                0.99995000f, //
                0.90929743f,
                -0.41614684f,
                0.01999867f,
                0.99980001f
            };
            assertArrayEquals(expected, positions, 1e-6f);
        }
    }

    @Test
    void shouldAgreeWithTheReferenceForward() {
        // Given
        Random random = new Random(1);
        try (EncoderDecoderModel model = TinyPairs.spread(engine)) {
            ReferenceEncoderDecoder reference = new ReferenceEncoderDecoder(model);
            for (int[] lengths : new int[][] {{1, 0}, {24, 23}, {5, 17}, {19, 3}}) {
                int[] source = TinyPairs.symbols(random, lengths[0]);
                int[] target = TinyPairs.symbols(random, lengths[1]);

                // When
                float[][] logits = model.logits(pair(source, target))[0];

                // Then
                double[][] expected = reference.logits(source, target);
                assertEquals(target.length + 1, logits.length);
                for (int t = 0; t < logits.length; t++) {
                    for (int v = 0; v < TinyPairs.VOCABULARY; v++) {
                        assertEquals(
                                expected[t][v],
                                logits[t][v],
                                1e-4,
                                "position " + t + " token " + v);
                    }
                }
            }
        }
    }

    @Test
    void shouldNotLetFutureTargetTokensChangePastLogits() {
        // Given
        int[] source = TinyPairs.symbols(new Random(2), 9);
        int[] target = TinyPairs.symbols(new Random(3), 20);
        int[] otherFuture = target.clone();
        for (int t = 10; t < target.length; t++) {
            otherFuture[t] = (target[t] + 1) % TinyPairs.VOCABULARY;
        }
        try (EncoderDecoderModel model = TinyPairs.spread(engine)) {
            // When
            float[][] logits = model.logits(pair(source, target))[0];
            float[][] others = model.logits(pair(source, otherFuture))[0];

            // Then: the logits at 10 have read target[9] last
            for (int t = 0; t <= 10; t++) {
                assertArrayEquals(logits[t], others[t], 0f, "position " + t);
            }
            assertTrue(largestDifference(logits[11], others[11]) > 1e-3);
        }
    }

    @Test
    void shouldReadTheWholeSourceAtEveryPosition() {
        // Given
        int[] source = TinyPairs.symbols(new Random(2), 9);
        int[] target = TinyPairs.symbols(new Random(3), 6);
        try (EncoderDecoderModel model = TinyPairs.spread(engine)) {
            float[][] logits = model.logits(pair(source, target))[0];
            for (int s = 0; s < source.length; s++) {
                // When
                int[] other = source.clone();
                other[s] = source[s] == 2 ? 3 : 2;
                float[][] others = model.logits(pair(other, target))[0];

                // Then
                for (int t = 0; t < logits.length; t++) {
                    assertTrue(
                            largestDifference(logits[t], others[t]) > 1e-4,
                            "source token " + s + " has no part in position " + t);
                }
            }
        }
    }

    @Test
    void shouldGiveTheSameAloneBatchedAndPadded() {
        shouldGiveTheSame(TestEngines.f32(), 2e-5f);
        shouldGiveTheSame(TestEngines.bf16(), 0.15f);
    }

    private static void shouldGiveTheSame(Engine engine, float tolerance) {
        // Given
        Random random = new Random(4);
        int[][] sources = new int[5][];
        int[][] targets = new int[5][];
        int[] sourceLengths = {24, 1, 7, 2, 13};
        int[] targetLengths = {2, 23, 0, 5, 11};
        for (int i = 0; i < sources.length; i++) {
            sources[i] = TinyPairs.symbols(random, sourceLengths[i]);
            targets[i] = TinyPairs.symbols(random, targetLengths[i]);
        }
        try (EncoderDecoderModel model = TinyPairs.spread(engine)) {
            // When
            float[][] together = model.logProbs(new PairBatch(sources, targets));

            // Then
            for (int i = 0; i < sources.length; i++) {
                float[] alone = model.logProbs(pair(sources[i], targets[i]))[0];
                assertEquals(targets[i].length + 1, alone.length);
                assertArrayEquals(
                        alone, together[i], tolerance, engine.computeType() + " pair " + i);
            }
        }
    }

    private static PairBatch pair(int[] source, int[] target) {
        return new PairBatch(new int[][] {source}, new int[][] {target});
    }

    private static double largestDifference(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
