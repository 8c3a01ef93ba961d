package org.athanor.transformer.ppo;

/**
 * What the models say of a batch before an update; one number an action, in the batch's flat order.
 *
 * @param logProbs log π(a|s) of the policy, at the sampling temperature
 * @param refLogProbs the same of the frozen reference
 * @param values V(s) of the value model
 * @param entropies of the policy's distribution, nats
 */
public record PpoForward(
        float[] logProbs, float[] refLogProbs, float[] values, float[] entropies) {}
