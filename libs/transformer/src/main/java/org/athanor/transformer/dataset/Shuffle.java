package org.athanor.transformer.dataset;

/**
 * A permutation of 0 to size - 1 without a table: a four-round Feistel network (Luby and Rackoff,
 * 1988) over the next even power of two, walked until it lands inside (Black and Rogaway, 2002).
 */
final class Shuffle {

    private static final int ROUNDS = 4;

    private final long size;
    private final int halfBits;
    private final long halfMask;
    private final long[] keys = new long[ROUNDS];

    Shuffle(long size, long seed, long epoch) {
        this.size = size;
        int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(size - 1));
        this.halfBits = (bits + 1) / 2;
        this.halfMask = (1L << halfBits) - 1;
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = mix(mix(seed) + mix(epoch * ROUNDS + round + 1));
        }
    }

    long at(long index) {
        long value = index;
        do {
            value = permute(value);
        } while (value >= size);
        return value;
    }

    private long permute(long value) {
        long left = value >>> halfBits;
        long right = value & halfMask;
        for (long key : keys) {
            long swapped = left ^ (mix(right + key) & halfMask);
            left = right;
            right = swapped;
        }
        return (left << halfBits) | right;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
