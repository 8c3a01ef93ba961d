package org.athanor.tokenizer.training;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * How often each pair of neighbours occurs and in which words, kept up to date as merges change
 * them. The most frequent pair comes first; among equals the one with the lower left symbol, then
 * the lower right symbol. Queue entries are not removed when a count falls: they are checked, and
 * put back with their true count, when they come up.
 */
final class PairStatistics {

    private static final long EMPTY = -1;

    /** A pair with the count it had when it was queued. */
    record Candidate(long count, int left, int right) implements Comparable<Candidate> {

        @Override
        public int compareTo(Candidate other) {
            if (count != other.count) {
                return Long.compare(other.count, count);
            }
            return left != other.left
                    ? Integer.compare(left, other.left)
                    : Integer.compare(right, other.right);
        }
    }

    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
    private long[] keys = new long[1 << 12];
    private long[] counts = new long[1 << 12];
    private WordList[] words = new WordList[1 << 12];
    private int size;
    private long[] risen = new long[1 << 8];
    private int risenSize;

    PairStatistics() {
        Arrays.fill(keys, EMPTY);
    }

    /** Counts {@code times} more of the pair, in {@code word}. */
    void increase(int left, int right, long times, int word) {
        int slot = slotFor(key(left, right));
        counts[slot] += times;
        words[slot].add(word);
        if (risenSize == risen.length) {
            risen = Arrays.copyOf(risen, 2 * risenSize);
        }
        risen[risenSize++] = keys[slot];
    }

    void decrease(int left, int right, long times) {
        counts[slotFor(key(left, right))] -= times;
    }

    /** Queues every pair that has risen since the last call, once. */
    void enqueueRisen() {
        Arrays.sort(risen, 0, risenSize);
        for (int i = 0; i < risenSize; i++) {
            if (i == 0 || risen[i] != risen[i - 1]) {
                enqueue(risen[i]);
            }
        }
        risenSize = 0;
    }

    /** The most frequent pair, or null when none occurs at least {@code minimum} times. */
    Candidate poll(long minimum) {
        while (!queue.isEmpty()) {
            Candidate candidate = queue.poll();
            long key = key(candidate.left, candidate.right);
            long count = counts[slotFor(key)];
            if (count == candidate.count) {
                return count >= minimum ? candidate : null;
            }
            if (count >= minimum && count < candidate.count) {
                enqueue(key);
            }
        }
        return null;
    }

    /** Forgets the pair, which a merge has used up, and says in which words it may occur. */
    int[] remove(int left, int right) {
        int slot = slotFor(key(left, right));
        counts[slot] = 0;
        int[] found = words[slot].toArray();
        words[slot] = new WordList();
        return found;
    }

    private void enqueue(long key) {
        long count = counts[slotFor(key)];
        if (count > 0) {
            queue.add(new Candidate(count, (int) (key >>> 32), (int) key));
        }
    }

    private int slotFor(long key) {
        int slot = slot(key, keys.length);
        while (keys[slot] != key) {
            if (keys[slot] == EMPTY) {
                return insert(key, slot);
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private int insert(long key, int slot) {
        if (2 * (size + 1) > keys.length) {
            grow();
            return slotFor(key);
        }
        keys[slot] = key;
        words[slot] = new WordList();
        size++;
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        WordList[] oldWords = words;
        keys = new long[2 * oldKeys.length];
        counts = new long[keys.length];
        words = new WordList[keys.length];
        Arrays.fill(keys, EMPTY);
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != EMPTY) {
                int slot = slot(oldKeys[old], keys.length);
                while (keys[slot] != EMPTY) {
                    slot = (slot + 1) & (keys.length - 1);
                }
                keys[slot] = oldKeys[old];
                counts[slot] = oldCounts[old];
                words[slot] = oldWords[old];
            }
        }
    }

    private static int slot(long key, int capacity) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (capacity - 1);
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }

    /** Words that a pair was seen in, some of them perhaps no longer. */
    private static final class WordList {
        private int[] words = new int[2];
        private int size;

        void add(int word) {
            if (size > 0 && words[size - 1] == word) {
                return;
            }
            if (size == words.length) {
                words = Arrays.copyOf(words, 2 * size);
            }
            words[size++] = word;
        }

        int[] toArray() {
            return Arrays.copyOf(words, size);
        }
    }
}
