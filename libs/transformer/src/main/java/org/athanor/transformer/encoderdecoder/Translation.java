package org.athanor.transformer.encoderdecoder;

/**
 * What the model says for a source.
 *
 * @param tokens without start and end token
 * @param logProb of the tokens, and of the end token where there is one, given the source
 * @param score by which it was chosen: {@code logProb} over the length penalty
 * @param ended whether the model ended it; else there was no room for more
 */
public record Translation(int[] tokens, double logProb, double score, boolean ended) {}
