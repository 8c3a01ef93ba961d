package org.athanor.transformer.tokenizer;

/**
 * Looks through all pairs for the lowest rank before each merge: quadratic, and for a few dozen bytes
 * faster than any queue. Symbols stay where their first byte is; a bit of a word says where there is
 * one, so that a merge moves nothing.
 */
final class ShortPieceMerger implements PieceMerger {

    /** Bytes of the longest piece: the bits of a word. */
    static final int LONGEST = Long.SIZE;

    private static final int POSITION_BITS = 6;
    private static final int POSITION = (1 << POSITION_BITS) - 1;

    /** {@code ABSENT} of any position. */
    private static final int NO_MERGE = MergeTable.ABSENT << POSITION_BITS;

    private final BytePairs pairs;
    private final int[] symbols = new int[LONGEST];

    /** By position: the rank of its pair with the next symbol, and the position in the low bits. */
    private final int[] keys = new int[LONGEST];

    ShortPieceMerger(BytePairs pairs) {
        this.pairs = pairs;
    }

    @Override
    public void merge(byte[] text, int from, int to, TokenBuffer ids) {
        int count = to - from;
        for (int i = 0; i < count; i++) {
            symbols[i] = pairs.idOfByte(text[from + i]);
        }
        for (int i = 0; i + 1 < count; i++) {
            keys[i] = pairs.rank(text[from + i], text[from + i + 1]) << POSITION_BITS | i;
        }
        int pairCount = count - 1;
        long alive = -1L >>> (Long.SIZE - count);
        for (int key = lowest(pairCount); key < NO_MERGE; key = lowest(pairCount)) {
            alive = mergeAt(key & POSITION, key >>> POSITION_BITS, alive);
        }
        for (long rest = alive; rest != 0; rest &= rest - 1) {
            ids.add(symbols[Long.numberOfTrailingZeros(rest)]);
        }
    }

    /** Returns the positions that are left. */
    private long mergeAt(int at, int rank, long alive) {
        long after = alive & (-2L << at);
        int right = Long.numberOfTrailingZeros(after);
        keys[right] = NO_MERGE;
        symbols[at] = pairs.result(rank);
        after &= after - 1;
        keys[at] = after == 0 ? NO_MERGE : key(at, Long.numberOfTrailingZeros(after));
        long before = alive & ((1L << at) - 1);
        if (before != 0) {
            int left = Long.SIZE - 1 - Long.numberOfLeadingZeros(before);
            keys[left] = key(left, at);
        }
        return alive & ~(1L << right);
    }

    private int key(int left, int right) {
        return pairs.rank(symbols[left], symbols[right]) << POSITION_BITS | left;
    }

    private int lowest(int count) {
        int lowest = NO_MERGE;
        for (int i = 0; i < count; i++) {
            lowest = Math.min(lowest, keys[i]);
        }
        return lowest;
    }
}
