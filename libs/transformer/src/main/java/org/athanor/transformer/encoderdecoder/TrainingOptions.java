package org.athanor.transformer.encoderdecoder;

/**
 * How to keep the model from being too sure (arXiv:1706.03762, section 5.4).
 *
 * @param labelSmoothing share of a target's probability that is spread over the whole vocabulary
 * @param dropout share of the embeddings and of every sub-layer's output that is dropped
 * @param seed of dropout; the same seed and steps drop the same
 */
public record TrainingOptions(double labelSmoothing, double dropout, long seed) {

    public TrainingOptions {
        share(labelSmoothing, "labelSmoothing");
        share(dropout, "dropout");
    }

    /** The base model's: 0.1 of both. */
    public static TrainingOptions base(long seed) {
        return new TrainingOptions(0.1, 0.1, seed);
    }

    /** Neither, for data that cannot be learnt by heart or noise that would only slow it. */
    public static TrainingOptions plain() {
        return new TrainingOptions(0, 0, 0);
    }

    private static void share(double value, String name) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), was " + value);
        }
    }
}
