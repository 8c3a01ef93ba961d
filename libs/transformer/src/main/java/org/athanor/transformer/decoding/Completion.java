package org.athanor.transformer.decoding;

/**
 * The answer to one prompt.
 *
 * @param tokens sampled ids, with the stop token where there was one
 * @param logProbs of each token as sampled: full-vocabulary log-softmax of the logits divided by the
 *     temperature (by 1 when greedy), before top-k and top-p
 * @param finishReason why it ended
 */
public record Completion(int[] tokens, float[] logProbs, FinishReason finishReason) {}
