package org.athanor.rlhf.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.athanor.rlhf.advantage.KlEstimators;
import org.athanor.rlhf.rollout.Rollout;
import org.athanor.rlhf.rollout.RolloutCollector;
import org.athanor.rlhf.scoring.PendingScores;
import org.athanor.rlhf.scoring.RewardScorer;
import org.athanor.transformer.ppo.PpoBatch;
import org.athanor.transformer.ppo.PpoForward;
import org.athanor.transformer.ppo.PpoTrainer;

/**
 * Answers held-out prompts with fixed seeds: two evaluations differ in nothing but the policy.
 *
 * @param prompts {@code [prompt][token]}
 * @param batch prompts answered at once
 * @param rowsAtOnce how many rows one pass through a model holds in memory
 */
public record HeldOutEvaluation(
        List<int[]> prompts,
        int batch,
        int rowsAtOnce,
        long seed,
        RolloutCollector collector,
        RewardScorer scorer,
        PpoTrainer trainer) {

    /**
     * One sample a prompt, in the order of the prompts.
     *
     * @param ensureActive called between batches; what it throws ends the evaluation
     */
    public List<Sample> samples(Runnable ensureActive) throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (int start = 0; start < prompts.size(); start += batch) {
            ensureActive.run();
            List<int[]> part = prompts.subList(start, Math.min(start + batch, prompts.size()));
            Rollout rollout = collector.collect(part, seed + start);
            PendingScores scores = scorer.request(rollout.sequences());
            PpoBatch tokens = new PpoBatch(rollout.prompts(), rollout.answers(), rowsAtOnce);
            PpoForward forward = trainer.forward(tokens);
            double[][] logProbs = tokens.unflatten(forward.logProbs());
            double[][] refLogProbs = tokens.unflatten(forward.refLogProbs());
            samples.addAll(samples(rollout, scores.await(ensureActive), logProbs, refLogProbs));
        }
        return samples;
    }

    private static List<Sample> samples(
            Rollout rollout, double[] scores, double[][] logProbs, double[][] refLogProbs) {
        List<Sample> samples = new ArrayList<>();
        for (int row = 0; row < rollout.size(); row++) {
            samples.add(
                    new Sample(
                            rollout.prompts().get(row),
                            rollout.answers().get(row),
                            scores[row],
                            KlEstimators.ofResponse(
                                    logProbs[row], refLogProbs[row], KlEstimators::k1),
                            rollout.ended()[row]));
        }
        return samples;
    }
}
