package org.athanor.transformer.decoding;

/** Hears every token as soon as it is sampled. */
@FunctionalInterface
public interface TokenListener {

    /**
     * @param row index of the prompt
     * @return whether this row shall go on
     */
    boolean onToken(int row, int token, float logProb);
}
