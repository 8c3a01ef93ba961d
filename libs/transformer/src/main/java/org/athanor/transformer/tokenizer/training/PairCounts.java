package org.athanor.transformer.tokenizer.training;

import java.util.Arrays;

/** Pair to its count and its number of positions; a table of bounded size. */
final class PairCounts {

    /** Heap bytes that a pair takes at most, growth included. */
    static final int BYTES_OF_PAIR = 192;

    private static final long EMPTY = -1;

    private static final int KEY = 0;
    private static final int COUNT = 1;
    private static final int POSITIONS = 2;
    private static final int STRIDE = 4;

    /** A table's arrays are indexed by ints. */
    private static final int MOST_PAIRS = 1 << 26;

    private final int most;

    /** Three numbers a slot, side by side, and one unused. */
    private long[] fields = emptySlots(1 << 9);

    private int size;

    /** Takes one pair. */
    interface Visitor {
        void visit(long key, long count, long positions);
    }

    /**
     * @param most pairs that it takes
     */
    PairCounts(int most) {
        this.most = Math.min(most, MOST_PAIRS);
    }

    void clear() {
        Arrays.fill(fields, EMPTY);
        size = 0;
    }

    /** Counts one position of the pair. False when the pair is new and the table full. */
    boolean add(long key, long times) {
        int at = find(key);
        if (fields[at + KEY] == EMPTY) {
            if (size == most) {
                return false;
            }
            if (2 * STRIDE * (size + 1) > fields.length) {
                grow();
                at = find(key);
            }
            put(at, key, 0, 0);
            size++;
        }
        fields[at + COUNT] += times;
        fields[at + POSITIONS]++;
        return true;
    }

    void forEach(Visitor visitor) {
        for (int at = 0; at < fields.length; at += STRIDE) {
            if (fields[at + KEY] != EMPTY) {
                visitor.visit(fields[at + KEY], fields[at + COUNT], fields[at + POSITIONS]);
            }
        }
    }

    private int find(long key) {
        int mask = fields.length - 1;
        int at = STRIDE * PairOrder.hash(key) & mask;
        while (fields[at + KEY] != EMPTY && fields[at + KEY] != key) {
            at = at + STRIDE & mask;
        }
        return at;
    }

    private void grow() {
        long[] old = fields;
        fields = emptySlots(2 * old.length / STRIDE);
        for (int at = 0; at < old.length; at += STRIDE) {
            long key = old[at + KEY];
            if (key != EMPTY) {
                put(find(key), key, old[at + COUNT], old[at + POSITIONS]);
            }
        }
    }

    private void put(int at, long key, long count, long positions) {
        fields[at + KEY] = key;
        fields[at + COUNT] = count;
        fields[at + POSITIONS] = positions;
    }

    private static long[] emptySlots(int slots) {
        long[] fields = new long[STRIDE * slots];
        Arrays.fill(fields, EMPTY);
        return fields;
    }
}
