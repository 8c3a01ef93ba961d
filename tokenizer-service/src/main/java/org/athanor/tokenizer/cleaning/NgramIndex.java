package org.athanor.tokenizer.cleaning;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/** Hashes of runs of words, each with the number of the evaluation set that has it. */
final class NgramIndex {

    private static final int BEGINNING = DecontaminationParameters.SHORTEST;
    private static final int FIRST_SLOTS = 1 << 10;

    private long[] keys = new long[FIRST_SLOTS];

    /** Of each run the hash of its first {@value DecontaminationParameters#SHORTEST} words. */
    private long[] beginnings = new long[FIRST_SLOTS];

    /** A bit for each hash of a beginning, eight a slot: few are set, and all fit into a cache. */
    private long[] filter = new long[FIRST_SLOTS / Long.BYTES];

    /** The set's number plus one; 0 where the slot is free. */
    private int[] sets = new int[FIRST_SLOTS];

    private int size;
    private final SortedSet<Integer> lengths = new TreeSet<>();

    /**
     * Puts a run of words. Of several sets with the same run the first stays.
     *
     * @param first its first word
     * @param length in words, {@value DecontaminationParameters#SHORTEST} at least
     */
    void put(Words words, int first, int length, int set) {
        lengths.add(length);
        if (3L * size > 2L * keys.length) {
            grow();
        }
        long hash = words.ngram(first, length);
        int slot = slot(hash);
        if (sets[slot] == 0) {
            fill(slot, hash, words.ngram(first, BEGINNING), set + 1);
            size++;
        }
    }

    /**
     * The words from which on a run of the index may begin: all from which one does, and few others.
     * Any thread, once nothing is put any more.
     */
    int[] beginnings(Words words) {
        if (words.count() < BEGINNING) {
            return new int[0];
        }
        long[] ngrams = words.ngrams(BEGINNING);
        int[] found = new int[8];
        int count = 0;
        for (int i = 0; i < ngrams.length; i++) {
            if ((filter[word(ngrams[i])] & 1L << ngrams[i]) != 0) {
                found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
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

    /** Which long of the filter holds the hash's bit; its lowest six bits say which bit. */
    private int word(long hash) {
        return (int) (hash >>> 6) & (filter.length - 1);
    }

    private void fill(int slot, long hash, long beginning, int set) {
        keys[slot] = hash;
        beginnings[slot] = beginning;
        sets[slot] = set;
        filter[word(beginning)] |= 1L << beginning;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldBeginnings = beginnings;
        int[] oldSets = sets;
        keys = new long[2 * oldKeys.length];
        beginnings = new long[keys.length];
        sets = new int[keys.length];
        filter = new long[keys.length / Long.BYTES];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldSets[i] != 0) {
                fill(slot(oldKeys[i]), oldKeys[i], oldBeginnings[i], oldSets[i]);
            }
        }
    }
}
