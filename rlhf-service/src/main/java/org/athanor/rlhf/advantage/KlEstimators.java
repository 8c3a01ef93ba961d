package org.athanor.rlhf.advantage;

import java.util.function.DoubleBinaryOperator;

/**
 * One sample's estimates, in nats, of the KL divergence of the policy from the reference under
 * tokens that the policy sampled (J. Schulman, "Approximating KL divergence", 2020).
 */
public final class KlEstimators {

    private KlEstimators() {}

    /** log π - log π_ref: unbiased; a single token's can be negative. */
    public static double k1(double logProb, double refLogProb) {
        return logProb - refLogProb;
    }

    /** e^(-k1) - 1 + k1: unbiased too, never negative, of lower variance. */
    public static double k3(double logProb, double refLogProb) {
        double k1 = k1(logProb, refLogProb);
        return Math.expm1(-k1) + k1;
    }

    /** The average over answers of the sum over tokens: nats a response. */
    public static double perResponse(
            double[][] logProbs, double[][] refLogProbs, DoubleBinaryOperator estimator) {
        double sum = 0;
        for (int row = 0; row < logProbs.length; row++) {
            sum += ofResponse(logProbs[row], refLogProbs[row], estimator);
        }
        return sum / logProbs.length;
    }

    /** The sum over one answer's tokens. */
    public static double ofResponse(
            double[] logProbs, double[] refLogProbs, DoubleBinaryOperator estimator) {
        double sum = 0;
        for (int t = 0; t < logProbs.length; t++) {
            sum += estimator.applyAsDouble(logProbs[t], refLogProbs[t]);
        }
        return sum;
    }
}
