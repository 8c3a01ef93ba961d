package org.athanor.transformer.reward;

/**
 * What one training step did.
 *
 * @param loss mean negative log likelihood of the preferences, nats a pair; ln 2 is a coin
 * @param accuracy share of the decided pairs whose winner scored higher before the update, ties of
 *     scores count half; 1/2 when no pair is decided
 * @param margin mean score of the winner less score of the loser, over decided pairs; 0 when none is
 * @param gradientNorm before clipping
 * @param learningRate of this step
 */
public record RewardStep(
        double loss, double accuracy, double margin, double gradientNorm, double learningRate) {}
