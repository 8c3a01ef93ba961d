package org.athanor.transformer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.junit.jupiter.api.Test;

class MuonTest {

    private static final double RATE = 0.01;
    private static final OptimizerConfig MUON =
            new OptimizerConfig(0.9, 0.95, 1e-8, 0, 1e9).withMuon();

    /** Four heads of four: queries, keys and values are 16 x 16 each. */
    private static final DecoderConfig CONFIG = DecoderConfig.llama(32, 16, 1, 4, 4, 24, 32, true);

    @Test
    void shouldBringTheSingularValuesOfAMatrixTogether() {
        // Given a gradient whose singular values are 5, 4.75, 4.5 ... 1.25, on a shuffled diagonal
        float[] gradient = new float[256];
        for (int i = 0; i < 16; i++) {
            gradient[16 * i + permuted(i)] = 5 - 0.25f * i;
        }

        // When
        float[] step = step(1, gradient);

        // Then each is about 1, times the scale 0.2 sqrt(16)
        for (int i = 0; i < 16; i++) {
            for (int j = 0; j < 16; j++) {
                double value = step[16 * i + j] / (RATE * 0.8);
                if (j == permuted(i)) {
                    assertTrue(value > 0.65 && value < 1.25, "entry " + i + ": " + value);
                } else {
                    assertEquals(0, value, 1e-4);
                }
            }
        }
    }

    @Test
    void shouldTreatStackedMatricesEachByItself() {
        // Given a gradient a thousand times larger for the queries than for the keys, none for the
        // values
        float[] gradient = new float[3 * 256];
        for (int i = 0; i < 16; i++) {
            gradient[17 * i] = 1;
            gradient[256 + 17 * i] = 1e-3f;
        }

        // When
        float[] step = step(3, gradient);

        // Then
        for (int i = 0; i < 16; i++) {
            assertEquals(step[17 * i], step[256 + 17 * i], 1e-3 * RATE);
            assertEquals(0, step[512 + 17 * i], 1e-9);
        }
    }

    private static int permuted(int i) {
        return (5 * i + 3) % 16;
    }

    /** What is subtracted from the first hidden weight of {@code matrices} matrices, given its gradient. */
    private static float[] step(int matrices, float[] gradient) {
        try (LanguageModel model = LanguageModel.initialise(TestEngines.f32(), CONFIG, 1);
                Optimizer optimizer = new Optimizer(model.weights(), MUON);
                NDManager scope = model.engine().newManager()) {
            List<NDArray> weights = model.weights().tensors();
            int index =
                    IntStream.range(0, weights.size())
                            .filter(i -> model.weights().hiddenMatrices(i).length == matrices)
                            .findFirst()
                            .orElseThrow();
            List<NDArray> gradients = new ArrayList<>();
            weights.forEach(weight -> gradients.add(scope.zeros(weight.getShape())));
            gradients.set(index, scope.create(gradient, weights.get(index).getShape()));
            float[] before = weights.get(index).toFloatArray();

            optimizer.step(gradients, 1, RATE);

            float[] after = weights.get(index).toFloatArray();
            float[] step = new float[before.length];
            for (int i = 0; i < step.length; i++) {
                step[i] = before[i] - after[i];
            }
            return step;
        }
    }
}
