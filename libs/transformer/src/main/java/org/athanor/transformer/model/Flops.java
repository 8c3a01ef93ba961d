package org.athanor.transformer.model;

/**
 * Floating-point operations of a model, two for each multiply-add. Counted are the matrix products of
 * every weight but the looked-up embeddings, and causal attention, where a token sees half the sequence
 * on average. Norms, activations and the optimizer are left out, as is usual for model FLOPs utilisation.
 */
public final class Flops {

    private Flops() {}

    /** Operations of a forward pass over one token of a sequence of {@code time} tokens. */
    public static double forwardPerToken(DecoderConfig config, int time) {
        double attention = 2.0 * config.layers() * config.heads() * config.headDim() * time;
        return 2.0 * multiplied(config) + attention;
    }

    /** Forward and backward: three times the forward pass. */
    public static double trainingPerToken(DecoderConfig config, int time) {
        return 3 * forwardPerToken(config, time);
    }

    /**
     * Share of the machine's peak that training reaches (model FLOPs utilisation, arXiv:2204.02311).
     *
     * @param peak operations a second, as {@link org.athanor.transformer.engine.PeakFlops} measures them
     */
    public static double utilisation(
            DecoderConfig config, int time, double tokensPerSecond, double peak) {
        return trainingPerToken(config, time) * tokensPerSecond / peak;
    }

    /** Parameters that take part in matrix products; a tied head does. */
    private static long multiplied(DecoderConfig config) {
        long parameters = config.parameters();
        long embedding = (long) config.vocabularySize() * config.dModel();
        long positions =
                config.family() == Family.GPT2
                        ? (long) config.contextLength() * config.dModel()
                        : 0;
        return parameters - positions - (config.tiedHead() ? 0 : embedding);
    }
}
