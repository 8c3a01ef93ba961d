package org.athanor.rlhf.advantage;

/** Generalised advantage estimation over one answer (arXiv:1506.02438, eq. 16). */
final class GeneralisedAdvantage {

    private GeneralisedAdvantage() {}

    /**
     * A_t = Σ_l (γλ)^l δ_{t+l} with δ_t = R_t + γ V_{t+1} - V_t. After its last token the answer is
     * over: there V is 0, also for an answer that was cut at the maximum length.
     *
     * @param rewards {@code [token]}
     * @param values of the states in which the tokens were chosen, {@code [token]}
     */
    static double[] of(double[] rewards, double[] values, double gamma, double lambda) {
        double[] advantages = new double[rewards.length];
        double next = 0;
        double nextValue = 0;
        for (int t = rewards.length - 1; t >= 0; t--) {
            double delta = rewards[t] + gamma * nextValue - values[t];
            next = delta + gamma * lambda * next;
            nextValue = values[t];
            advantages[t] = next;
        }
        return advantages;
    }
}
