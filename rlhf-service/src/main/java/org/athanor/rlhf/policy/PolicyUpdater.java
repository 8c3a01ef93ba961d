package org.athanor.rlhf.policy;

import java.util.List;
import org.athanor.rlhf.advantage.Advantages;
import org.athanor.transformer.ppo.PolicyStep;
import org.athanor.transformer.ppo.PpoTrainer;
import org.athanor.transformer.ppo.ValueStep;

/**
 * Improves the policy and the value model on one rollout, several times over.
 *
 * @param epochs passes over the rollout, unless the policy moved too far before
 * @param approxKlLimit nats a token that an epoch may move the policy away from the one that sampled
 */
record PolicyUpdater(PpoTrainer trainer, int epochs, double approxKlLimit) {

    /**
     * @param ensureActive called before every step; what it throws ends the update
     */
    UpdateStatistics update(
            List<Minibatch> minibatches,
            Assessment before,
            Advantages advantages,
            LearningRates rates,
            Runnable ensureActive) {
        UpdateStatistics statistics = new UpdateStatistics();
        boolean policyLearns = rates.policy() > 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            double approxKl = 0;
            for (Minibatch minibatch : minibatches) {
                ensureActive.run();
                statistics.add(valueStep(minibatch, before, advantages, rates.value()));
                if (policyLearns) {
                    PolicyStep step = policyStep(minibatch, before, advantages, rates.policy());
                    statistics.add(step);
                    approxKl = Math.max(approxKl, step.approxKl());
                }
            }
            statistics.epochDone();
            if (approxKl > approxKlLimit) {
                break;
            }
        }
        return statistics;
    }

    private PolicyStep policyStep(
            Minibatch minibatch, Assessment before, Advantages advantages, double learningRate) {
        return trainer.updatePolicy(
                minibatch.batch(),
                minibatch.gather(before.logProbs()),
                minibatch.gather(advantages.advantages()),
                learningRate);
    }

    private ValueStep valueStep(
            Minibatch minibatch, Assessment before, Advantages advantages, double learningRate) {
        return trainer.updateValue(
                minibatch.batch(),
                minibatch.gather(before.values()),
                minibatch.gather(advantages.returns()),
                learningRate);
    }
}
