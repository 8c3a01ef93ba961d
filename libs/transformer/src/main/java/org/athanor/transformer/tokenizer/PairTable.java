package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/** Pair of token ids to merge rank: open addressing over primitives, since encoding lives in it. */
final class PairTable {

    static final int ABSENT = -1;

    private static final long EMPTY = -1;

    private final long[] keys;
    private final int[] ranks;
    private final int mask;

    PairTable(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, expected) * 2 - 1) * 2;
        keys = new long[capacity];
        ranks = new int[capacity];
        mask = capacity - 1;
        Arrays.fill(keys, EMPTY);
    }

    /** Keeps the lower rank when the pair is there already. */
    void put(int left, int right, int rank) {
        long key = key(left, right);
        int slot = slot(key);
        while (keys[slot] != EMPTY) {
            if (keys[slot] == key) {
                return;
            }
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        ranks[slot] = rank;
    }

    int rank(int left, int right) {
        long key = key(left, right);
        int slot = slot(key);
        while (keys[slot] != EMPTY) {
            if (keys[slot] == key) {
                return ranks[slot];
            }
            slot = (slot + 1) & mask;
        }
        return ABSENT;
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }
}
