package org.athanor.transformer.tokenizer.training;

/**
 * Which pairs are merged, and how many are kept in mind.
 *
 * @param minimumCount a rarer pair is not merged
 * @param tokenBytes a longer token is not made
 * @param pairs at most in memory
 */
record PairLimits(long minimumCount, int tokenBytes, int pairs) {

    /** Half of them are forgotten at a time, and one must be left. */
    static final int FEWEST_PAIRS = 16;

    PairLimits {
        if (pairs < FEWEST_PAIRS) {
            throw new IllegalArgumentException(
                    "pairs must be >= " + FEWEST_PAIRS + ", was " + pairs);
        }
    }

    boolean allow(int bytes) {
        return bytes <= tokenBytes;
    }
}
