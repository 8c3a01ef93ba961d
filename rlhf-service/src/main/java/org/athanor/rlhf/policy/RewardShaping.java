package org.athanor.rlhf.policy;

import org.athanor.rlhf.rollout.Rollout;

/**
 * From what the reward model says to what an answer earns.
 *
 * @param clip scores beyond plus or minus this are cut
 * @param missingEndPenalty taken from an answer that never ends
 */
record RewardShaping(double clip, double missingEndPenalty) {

    /** {@code [answer]} */
    double[] shape(double[] scores, Rollout rollout) {
        double[] shaped = new double[scores.length];
        for (int row = 0; row < scores.length; row++) {
            double penalty = rollout.ended()[row] ? 0 : missingEndPenalty;
            shaped[row] = Math.clamp(scores[row], -clip, clip) - penalty;
        }
        return shaped;
    }
}
