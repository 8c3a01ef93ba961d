package org.athanor.transformer.tokenizer.training;

/** What learning from a number of slots takes, and where that lies within a budget of memory. */
record Room(long memoryBytes, long slots) {

    private static final long NARROW_SLOTS = 1L << 32;

    /** Free places behind the lists, so that closing gaps is seldom. */
    private static final int SLACK = 4;

    private static final int MOST_PAIRS = 1 << 28;

    long symbolBytes() {
        return Integer.BYTES * slots;
    }

    /** Every position is in one list at most, and one list more is being used up. */
    long postingBytes() {
        return (slots + slots / SLACK) * (isWide() ? Long.BYTES : Integer.BYTES);
    }

    boolean isWide() {
        return slots > NARROW_SLOTS;
    }

    /** Whether symbols and postings would take more than half of the memory. */
    boolean isInFiles() {
        return symbolBytes() + postingBytes() > memoryBytes / 2;
    }

    /** Pairs that an index may hold: a quarter of the memory. */
    int pairs() {
        return (int) Math.min(MOST_PAIRS, memoryBytes / 4 / PairIndex.BYTES_OF_PAIR);
    }

    /** Pairs that may be counted at a time: the last quarter. */
    int countedPairs() {
        return (int) Math.min(MOST_PAIRS, memoryBytes / 4 / PairCounts.BYTES_OF_PAIR);
    }
}
