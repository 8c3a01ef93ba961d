package org.athanor.rlhf.advantage;

/**
 * What the update learns from. Constants: no gradient flows into them.
 *
 * @param advantages whitened over every token of the rollout, {@code [answer][token]}
 * @param returns advantage before whitening plus value, {@code [answer][token]}
 * @param explainedVariance how much of the returns' variance the value model foresaw: 1 all of it,
 *     0 no more than a constant would
 */
public record Advantages(double[][] advantages, double[][] returns, double explainedVariance) {}
