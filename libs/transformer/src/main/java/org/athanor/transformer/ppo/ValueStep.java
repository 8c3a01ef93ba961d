package org.athanor.transformer.ppo;

/**
 * Averages over the actions of one optimiser step, as they were before it.
 *
 * @param loss half the squared error, clipped, without the coefficient
 * @param clipFraction share of values whose gradient the clip ended
 * @param gradientNorm before clipping
 */
public record ValueStep(double loss, double clipFraction, double gradientNorm) {}
