package org.athanor.tokenizer.cleaning;

/** Counts 64-bit hashes: open addressing in plain arrays, for a number known before. */
final class LongCounts {

    private final long[] keys;
    private final int[] counts;
    private final int mask;

    /** @param most how many different hashes there can be */
    LongCounts(int most) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, most)) << 2);
        this.keys = new long[capacity];
        this.counts = new int[capacity];
        this.mask = capacity - 1;
    }

    /** Counts once more; returns how often it was counted, this time included. */
    int add(long hash) {
        int slot = (int) hash & mask;
        while (counts[slot] != 0 && keys[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        keys[slot] = hash;
        return ++counts[slot];
    }
}
