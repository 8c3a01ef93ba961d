package org.athanor.transformer.ppo;

/**
 * What stays the same through a run of proximal policy optimisation.
 *
 * @param temperature divides the logits before every log-softmax, as it did when sampling
 * @param clipRange ε, half-width of the trust region around ratio 1
 * @param valueClipRange how far a value may move from the old one before its gradient ends
 * @param valueCoefficient weight of the value loss
 * @param gradientClip largest norm of a step's gradient, for each model by itself
 */
public record PpoOptions(
        double temperature,
        double clipRange,
        double valueClipRange,
        double valueCoefficient,
        double gradientClip) {

    public PpoOptions {
        positive(temperature, "temperature");
        positive(clipRange, "clipRange");
        positive(valueClipRange, "valueClipRange");
        positive(valueCoefficient, "valueCoefficient");
        positive(gradientClip, "gradientClip");
    }

    private static void positive(double value, String name) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be > 0, was " + value);
        }
    }
}
