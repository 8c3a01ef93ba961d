package org.athanor.rlhf.advantage;

/**
 * The reward of each answer token: what it costs to leave the reference, and at the answer's last
 * token what the reward model gives (InstructGPT, arXiv:2203.02155, eq. 2).
 */
final class TokenRewards {

    private TokenRewards() {}

    /**
     * R_t = -β (log π_old(y_t) - log π_ref(y_t)), plus {@code score} at the last token.
     *
     * @param logProbs of one answer's tokens under the policy that wrote it, {@code [token]}
     * @param refLogProbs of the same tokens under the frozen reference, {@code [token]}
     */
    static double[] of(
            double[] logProbs, double[] refLogProbs, double score, double klCoefficient) {
        double[] rewards = new double[logProbs.length];
        for (int t = 0; t < rewards.length; t++) {
            rewards[t] = -klCoefficient * KlEstimators.k1(logProbs[t], refLogProbs[t]);
        }
        rewards[rewards.length - 1] += score;
        return rewards;
    }
}
