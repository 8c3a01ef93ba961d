package org.athanor.rlhf.policy;

import java.util.List;
import org.athanor.rlhf.advantage.KlEstimators;
import org.athanor.rlhf.rollout.Rollout;
import org.athanor.transformer.ppo.PpoForward;
import org.athanor.transformer.ppo.PpoTrainer;

/**
 * What the models say of a rollout before the update. The log-probs come from the training forward on
 * the stored tokens, not from the sampler.
 *
 * @param logProbs of the policy, {@code [answer][token]}
 * @param refLogProbs of the frozen reference, the same shape
 * @param values of the value model, the same shape
 * @param entropy of the policy, nats, averaged over tokens
 */
record Assessment(double[][] logProbs, double[][] refLogProbs, double[][] values, double entropy) {

    static Assessment of(PpoTrainer trainer, Rollout rollout, List<Minibatch> minibatches) {
        double[][] logProbs = new double[rollout.size()][];
        double[][] refLogProbs = new double[rollout.size()][];
        double[][] values = new double[rollout.size()][];
        double entropies = 0;
        for (Minibatch minibatch : minibatches) {
            PpoForward forward = trainer.forward(minibatch.batch());
            minibatch.scatter(forward.logProbs(), logProbs);
            minibatch.scatter(forward.refLogProbs(), refLogProbs);
            minibatch.scatter(forward.values(), values);
            for (float entropy : forward.entropies()) {
                entropies += entropy;
            }
        }
        return new Assessment(logProbs, refLogProbs, values, entropies / rollout.actions());
    }

    /** Nats a response, Σ_t k1. */
    double kl() {
        return KlEstimators.perResponse(logProbs, refLogProbs, KlEstimators::k1);
    }

    /** Nats a response, Σ_t k3. */
    double klK3() {
        return KlEstimators.perResponse(logProbs, refLogProbs, KlEstimators::k3);
    }

    /** The largest |log π as sampled - log π as trained|: the sampler's kernels are others. */
    double samplerLogProbDifference(Rollout rollout) {
        double largest = 0;
        for (int row = 0; row < logProbs.length; row++) {
            float[] sampled = rollout.samplerLogProbs().get(row);
            for (int t = 0; t < sampled.length; t++) {
                largest = Math.max(largest, Math.abs(sampled[t] - logProbs[row][t]));
            }
        }
        return largest;
    }
}
