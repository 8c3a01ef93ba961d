package org.athanor.transformer.ppo;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.athanor.transformer.model.ScalarModel;

/** Prepares a reward model to become a value model. */
public final class ValueHead {

    private ValueHead() {}

    /**
     * Works a normalisation into the head, so that the model's output becomes {@code gain * output +
     * bias}: values are then on the scale of the scores they foresee.
     */
    public static void rescale(ScalarModel model, double gain, double bias) {
        if (!Double.isFinite(gain) || !Double.isFinite(bias)) {
            throw new IllegalArgumentException(
                    "gain and bias must be finite, were " + gain + " and " + bias);
        }
        List<NDArray> weights = model.weights().tensors();
        NDArray headWeight = weights.get(weights.size() - 2);
        NDArray headBias = weights.getLast();
        headWeight.muli(gain);
        headBias.muli(gain);
        headBias.addi(bias);
        model.weights().changed();
    }
}
