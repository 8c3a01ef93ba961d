package org.athanor.transformer.ppo;

/**
 * Averages over the actions of one optimiser step, as they were before it.
 *
 * @param loss clipped surrogate, negated
 * @param approxKl ½ E (log ratio)², nats a token
 * @param clipFraction share of actions whose gradient the clip ended
 * @param ratioMean of π_θ / π_old
 * @param ratioVariance about its mean
 * @param gradientNorm before clipping
 */
public record PolicyStep(
        double loss,
        double approxKl,
        double clipFraction,
        double ratioMean,
        double ratioVariance,
        double gradientNorm) {}
