package org.athanor.transformer.training;

/**
 * The constants of AdamW, and whether Muon takes the hidden matrices off its hands.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay decoupled decay, on matrices only
 * @param clip largest Euclidean norm of all gradients together
 * @param muon whether hidden matrices learn by Muon (Jordan et al. 2024); its updates are scaled to
 *     AdamW's size (arXiv:2502.16982, eq. 4), so that rate and decay mean the same for both
 */
public record OptimizerConfig(
        double beta1, double beta2, double epsilon, double weightDecay, double clip, boolean muon) {

    public OptimizerConfig {
        share(beta1, "beta1");
        share(beta2, "beta2");
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon must be above 0, was " + epsilon);
        }
        if (!(weightDecay >= 0)) {
            throw new IllegalArgumentException("weightDecay must be >= 0, was " + weightDecay);
        }
        if (!(clip > 0)) {
            throw new IllegalArgumentException("clip must be above 0, was " + clip);
        }
    }

    /** AdamW for everything. */
    public OptimizerConfig(
            double beta1, double beta2, double epsilon, double weightDecay, double clip) {
        this(beta1, beta2, epsilon, weightDecay, clip, false);
    }

    /** The same with Muon for the hidden matrices. */
    public OptimizerConfig withMuon() {
        return new OptimizerConfig(beta1, beta2, epsilon, weightDecay, clip, true);
    }

    /** The usual choice for pre-training: betas 0.9 and 0.95, decay 0.1, clip 1. */
    public static OptimizerConfig pretraining() {
        return new OptimizerConfig(0.9, 0.95, 1e-8, 0.1, 1);
    }

    /** For policies and reward models: betas 0.9 and 0.999, epsilon 1e-5, no decay, clip 1. */
    public static OptimizerConfig feedback() {
        return new OptimizerConfig(0.9, 0.999, 1e-5, 0, 1);
    }

    private static void share(double value, String name) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), was " + value);
        }
    }
}
