package org.athanor.transformer.training;

/**
 * What one training step measured.
 *
 * @param step counts from 1
 * @param loss mean nats over all counted tokens of the step, before the update
 * @param gradientNorm before clipping
 * @param learningRate of this update
 * @param countedTokens tokens in the loss
 */
public record StepResult(
        long step, double loss, double gradientNorm, double learningRate, long countedTokens) {}
