package org.athanor.rlhf.advantage;

/**
 * Turns what is known of a whole rollout into the advantages and returns that the update needs.
 *
 * @param gamma discount a token
 * @param lambda of generalised advantage estimation
 * @param whitenRewards divides the rewards by their standard deviation before the estimation
 */
public record AdvantageEstimator(double gamma, double lambda, boolean whitenRewards) {

    /**
     * @param scores the reward model's, after penalties and clipping, {@code [answer]}
     * @param logProbs under the policy that sampled, {@code [answer][token]}
     * @param refLogProbs under the frozen reference, the same shape
     * @param values of the value model before the update, the same shape
     * @param klCoefficient β, the price of a nat
     */
    public Advantages estimate(
            double[] scores,
            double[][] logProbs,
            double[][] refLogProbs,
            double[][] values,
            double klCoefficient) {
        double[][] rewards = new double[scores.length][];
        for (int row = 0; row < scores.length; row++) {
            rewards[row] =
                    TokenRewards.of(logProbs[row], refLogProbs[row], scores[row], klCoefficient);
        }
        if (whitenRewards) {
            rewards = Moments.of(rewards).whitenKeepingMean(rewards);
        }
        double[][] advantages = new double[scores.length][];
        double[][] returns = new double[scores.length][];
        for (int row = 0; row < scores.length; row++) {
            advantages[row] = GeneralisedAdvantage.of(rewards[row], values[row], gamma, lambda);
            returns[row] = sum(advantages[row], values[row]);
        }
        return new Advantages(
                Moments.of(advantages).whiten(advantages),
                returns,
                explainedVariance(advantages, returns));
    }

    /** 1 - Var(G - V) / Var(G); G - V is the advantage before whitening. 0 where returns are all alike. */
    private static double explainedVariance(double[][] advantages, double[][] returns) {
        double variance = Moments.of(returns).variance();
        return variance == 0 ? 0 : 1 - Moments.of(advantages).variance() / variance;
    }

    private static double[] sum(double[] left, double[] right) {
        double[] sum = new double[left.length];
        for (int t = 0; t < sum.length; t++) {
            sum[t] = left[t] + right[t];
        }
        return sum;
    }
}
