package org.athanor.rlhf.evaluation;

/**
 * One answer of an evaluation.
 *
 * @param prompt {@code [token]}
 * @param answer {@code [token]}
 * @param score of the reward model
 * @param kl nats, of this answer
 */
public record Sample(int[] prompt, int[] answer, double score, double kl, boolean ended) {}
