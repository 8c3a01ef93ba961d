package org.athanor.reward.scoring;

import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * Fixes what the Bradley-Terry model leaves open: scores only mean something relative to each other,
 * so they are shifted and scaled until the reference policy's answers score 0 on average with a
 * standard deviation of 1 (arXiv:1909.08593, section 2.2).
 *
 * @param gain multiplies a raw score
 * @param bias is added then
 */
public record Normalisation(double gain, double bias) {

    private static final double LEAST_DEVIATION = 1e-6;

    /** From raw scores of the reference policy's answers. */
    public static Normalisation of(float[] scores) {
        double mean = 0;
        for (float score : scores) {
            mean += score / (double) scores.length;
        }
        double variance = 0;
        for (float score : scores) {
            variance += (score - mean) * (score - mean) / scores.length;
        }
        double deviation = Math.sqrt(variance);
        if (!(deviation >= LEAST_DEVIATION)) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the reward model gives all %d samples of the reference policy the same score (standard deviation %s), so it cannot be normalised: it learnt nothing from these judgements"
                            .formatted(scores.length, deviation));
        }
        return new Normalisation(1 / deviation, -mean / deviation);
    }

    /** Raw scores, normalised: [scores]. */
    public float[] apply(float[] scores) {
        float[] normalised = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            normalised[i] = (float) (gain * scores[i] + bias);
        }
        return normalised;
    }
}
