package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/**
 * Pair of token ids to merge rank: open addressing over primitives, since encoding lives in it. A
 * pair and its rank lie side by side, so that a lookup costs one line of the processor's cache.
 */
final class PairTable {

    /** Comes after every rank. */
    static final int ABSENT = Integer.MAX_VALUE;

    private static final long EMPTY = -1;

    private final long[] entries;
    private final int mask;

    PairTable(int expected) {
        int slots = Integer.highestOneBit(Math.max(8, expected) * 2 - 1) * 2;
        entries = new long[2 * slots];
        mask = slots - 1;
        Arrays.fill(entries, EMPTY);
    }

    /** Keeps the lower rank when the pair is there already. */
    void put(int left, int right, int rank) {
        long key = key(left, right);
        int slot = slot(key);
        while (entries[2 * slot] != EMPTY) {
            if (entries[2 * slot] == key) {
                return;
            }
            slot = (slot + 1) & mask;
        }
        entries[2 * slot] = key;
        entries[2 * slot + 1] = rank;
    }

    int rank(int left, int right) {
        long key = key(left, right);
        int slot = slot(key);
        while (true) {
            long found = entries[2 * slot];
            if (found == key) {
                return (int) entries[2 * slot + 1];
            }
            if (found == EMPTY) {
                return ABSENT;
            }
            slot = (slot + 1) & mask;
        }
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }
}
