package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/**
 * Pair of token ids to merge rank, eight bytes an entry: encoding lives in this table, and a smaller
 * one stays in the processor's cache.
 */
final class MergeTable {

    private static final int ID_BITS = 22;
    private static final int RANK_BITS = 20;

    /** One more than the largest id. */
    static final int IDS = 1 << ID_BITS;

    /** Most merges that a vocabulary may have; the last rank would make the empty entry. */
    static final int MERGES = (1 << RANK_BITS) - 1;

    /** Comes after every rank. */
    static final int ABSENT = MERGES;

    private static final long EMPTY = -1;

    private final long[] entries;
    private final int shift;

    MergeTable(int expected) {
        int slots = Integer.highestOneBit(Math.max(8, expected) * 2 - 1) * 2;
        entries = new long[slots];
        shift = Long.numberOfLeadingZeros(slots) + 1;
        Arrays.fill(entries, EMPTY);
    }

    /** Keeps the lower rank when the pair is there already. */
    void put(int left, int right, int rank) {
        long key = key(left, right);
        int slot = slot(key);
        while (entries[slot] != EMPTY) {
            if (entries[slot] >>> RANK_BITS == key) {
                return;
            }
            slot = (slot + 1) & (entries.length - 1);
        }
        entries[slot] = key << RANK_BITS | rank;
    }

    /** The rank of the pair, or {@link #ABSENT}, which an empty entry gives by itself. */
    int rank(int left, int right) {
        long key = key(left, right);
        int slot = slot(key);
        long entry = entries[slot];
        while (entry != EMPTY && entry >>> RANK_BITS != key) {
            slot = (slot + 1) & (entries.length - 1);
            entry = entries[slot];
        }
        return (int) entry & MERGES;
    }

    private int slot(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> shift);
    }

    private static long key(int left, int right) {
        return (long) left << ID_BITS | right;
    }
}
