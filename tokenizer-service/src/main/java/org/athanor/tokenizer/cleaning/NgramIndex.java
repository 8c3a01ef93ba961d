package org.athanor.tokenizer.cleaning;

import java.util.SortedSet;
import java.util.TreeSet;

/** Hashes of runs of words, each with the number of the evaluation set that has it. */
final class NgramIndex {

    private long[] keys = new long[1 << 10];

    /** The set's number plus one; 0 where the slot is free. */
    private int[] sets = new int[1 << 10];

    private int size;
    private final SortedSet<Integer> lengths = new TreeSet<>();

    /**
     * Of several sets with the same run the first stays.
     *
     * @param length of the run, in words
     */
    void put(long hash, int set, int length) {
        lengths.add(length);
        if (3L * size > 2L * keys.length) {
            grow();
        }
        int slot = slot(hash);
        if (sets[slot] == 0) {
            keys[slot] = hash;
            sets[slot] = set + 1;
            size++;
        }
    }

    /** The number of the set, or -1. Any thread, once nothing is put any more. */
    int get(long hash) {
        return sets[slot(hash)] - 1;
    }

    /** The lengths that runs have, in words. */
    int[] lengths() {
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    private int slot(long hash) {
        int mask = keys.length - 1;
        int slot = (int) hash & mask;
        while (sets[slot] != 0 && keys[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldSets = sets;
        keys = new long[2 * oldKeys.length];
        sets = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldSets[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                sets[slot] = oldSets[i];
            }
        }
    }
}
