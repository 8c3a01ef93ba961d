package org.athanor.tokenizer.report;

/** A set of hashes of 128 bits, without an object for each. One thread. */
final class HashSet128 {

    private static final int SMALLEST = 1 << 10;

    /** Two words a slot; a slot of zeros is empty. */
    private long[] slots = new long[2 * SMALLEST];

    private int size;
    private boolean hasZero;

    /** @return false when it is there already */
    boolean add(long high, long low) {
        if (high == 0 && low == 0) {
            boolean added = !hasZero;
            hasZero = true;
            return added;
        }
        if (!put(slots, high, low)) {
            return false;
        }
        size++;
        if (4 * size > slots.length) {
            grow();
        }
        return true;
    }

    /** Hashes are as good as random: their lowest bits are where to look first. */
    private static boolean put(long[] slots, long high, long low) {
        int mask = slots.length - 1;
        int at = ((int) high << 1) & mask;
        while (slots[at] != 0 || slots[at + 1] != 0) {
            if (slots[at] == high && slots[at + 1] == low) {
                return false;
            }
            at = (at + 2) & mask;
        }
        slots[at] = high;
        slots[at + 1] = low;
        return true;
    }

    private void grow() {
        long[] larger = new long[2 * slots.length];
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at] != 0 || slots[at + 1] != 0) {
                put(larger, slots[at], slots[at + 1]);
            }
        }
        slots = larger;
    }
}
