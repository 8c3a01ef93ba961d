package org.athanor.transformer.tokenizer.training;

/**
 * Which pair is merged first: the more frequent; among equals the one with the lower left symbol,
 * then the lower right symbol. A total order, on which the vocabulary alone depends.
 */
final class PairOrder {

    private PairOrder() {}

    /** Orders as its two symbols do, the left one first. */
    static long key(int left, int right) {
        return (long) left << 32 | right;
    }

    static int left(long key) {
        return (int) (key >>> 32);
    }

    static int right(long key) {
        return (int) key;
    }

    static boolean isBefore(long count, long key, long otherCount, long otherKey) {
        return count != otherCount ? count > otherCount : key < otherKey;
    }

    static int hash(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) ((mixed ^ mixed >>> 29) >>> 32);
    }
}
