package org.athanor.transformer.tokenizer;

/** A set of ranks that is gone through in ascending order: a bit each, and a bit for each 64 of them. */
final class RankSet {

    private final long[] words;
    private final long[] summary;

    /**
     * @param size one more than the highest rank
     */
    RankSet(int size) {
        words = new long[(size >>> 6) + 1];
        summary = new long[(words.length >>> 6) + 1];
    }

    void add(int rank) {
        words[rank >>> 6] |= 1L << rank;
        summary[rank >>> 12] |= 1L << (rank >>> 6);
    }

    void remove(int rank) {
        words[rank >>> 6] &= ~(1L << rank);
        if (words[rank >>> 6] == 0) {
            summary[rank >>> 12] &= ~(1L << (rank >>> 6));
        }
    }

    /** The lowest rank that is at least {@code from}, or -1. */
    int next(int from) {
        int word = from >>> 6;
        if (word >= words.length) {
            return -1;
        }
        long here = words[word] & (-1L << from);
        if (here != 0) {
            return (word << 6) + Long.numberOfTrailingZeros(here);
        }
        int following = nextWord(word + 1);
        return following < 0 ? -1 : (following << 6) + Long.numberOfTrailingZeros(words[following]);
    }

    private int nextWord(int from) {
        int at = from >>> 6;
        if (at >= summary.length) {
            return -1;
        }
        long here = summary[at] & (-1L << from);
        while (here == 0) {
            if (++at == summary.length) {
                return -1;
            }
            here = summary[at];
        }
        return (at << 6) + Long.numberOfTrailingZeros(here);
    }
}
