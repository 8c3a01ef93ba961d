package org.athanor.rlhf.policy;

/**
 * The price β of a nat of divergence from the reference. Fixed, or steered so that the measured KL
 * approaches a target (fine-tuning from human preferences, arXiv:1909.08593, section 2.2).
 *
 * @param coefficient β
 * @param target nats a response; not read when the horizon is infinite
 * @param horizon episodes in which β can grow by at most a fifth of itself; infinite keeps β fixed
 */
record KlController(double coefficient, double target, double horizon) {

    /** A single rollout's KL is noisy: no error counts for more than a fifth. */
    private static final double MAXIMUM_ERROR = 0.2;

    static KlController fixed(double coefficient) {
        return new KlController(coefficient, Double.NaN, Double.POSITIVE_INFINITY);
    }

    /** β for the next rollout, after one of so many {@code episodes} that measured {@code kl} nats a response. */
    KlController after(double kl, int episodes) {
        if (Double.isInfinite(horizon)) {
            return this;
        }
        double error = Math.clamp(kl / target - 1, -MAXIMUM_ERROR, MAXIMUM_ERROR);
        return withCoefficient(coefficient * (1 + error * episodes / horizon));
    }

    KlController withCoefficient(double newCoefficient) {
        return new KlController(newCoefficient, target, horizon);
    }
}
