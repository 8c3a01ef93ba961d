package org.athanor.transformer.tokenizer.training;

import java.util.Arrays;

/** Pairs by the count they had when they came, the first in {@link PairOrder} on top. */
final class PairHeap {

    private long[] counts = new long[1 << 8];
    private long[] keys = new long[1 << 8];
    private int[] pairs = new int[1 << 8];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int topPair() {
        return pairs[0];
    }

    long topCount() {
        return counts[0];
    }

    long topKey() {
        return keys[0];
    }

    void clear() {
        size = 0;
    }

    void push(long count, long key, int pair) {
        if (size == counts.length) {
            int capacity = size + size / 2;
            counts = Arrays.copyOf(counts, capacity);
            keys = Arrays.copyOf(keys, capacity);
            pairs = Arrays.copyOf(pairs, capacity);
        }
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!PairOrder.isBefore(count, key, counts[parent], keys[parent])) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, count, key, pair);
    }

    void pop() {
        size--;
        if (size > 0) {
            sink(counts[size], keys[size], pairs[size]);
        }
    }

    /** The top pair has become rarer. */
    void lowerTop(long count) {
        sink(count, keys[0], pairs[0]);
    }

    private void sink(long count, long key, int pair) {
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && isBefore(child + 1, child)) {
                child++;
            }
            if (!PairOrder.isBefore(counts[child], keys[child], count, key)) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        put(hole, count, key, pair);
    }

    private boolean isBefore(int one, int other) {
        return PairOrder.isBefore(counts[one], keys[one], counts[other], keys[other]);
    }

    private void move(int from, int to) {
        put(to, counts[from], keys[from], pairs[from]);
    }

    private void put(int at, long count, long key, int pair) {
        counts[at] = count;
        keys[at] = key;
        pairs[at] = pair;
    }
}
