package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/** The merges of a byte-level vocabulary in the form that encoding wants. Immutable. */
final class BytePairs {

    private static final int BYTES = 256;

    private final int[] idOfByte;
    private final int[] left;
    private final int[] right;
    private final int[] result;
    private final MergeTable ranks;
    private final int[] rankOfBytes = new int[BYTES * BYTES];
    private final boolean ascending;

    /**
     * @param idOfByte the id of each byte's own token
     * @param left by rank, the id of a merge's left side
     * @param right by rank, the id of its right side
     * @param result by rank, the id it makes
     */
    BytePairs(int[] idOfByte, int[] left, int[] right, int[] result) {
        this.idOfByte = idOfByte;
        this.left = left;
        this.right = right;
        this.result = result;
        if (left.length > MergeTable.MERGES) {
            throw new IllegalArgumentException(
                    left.length
                            + " merges, more than the "
                            + MergeTable.MERGES
                            + " that are supported");
        }
        ranks = new MergeTable(left.length);
        for (int rank = 0; rank < left.length; rank++) {
            ranks.put(left[rank], right[rank], rank);
        }
        for (int pair = 0; pair < rankOfBytes.length; pair++) {
            rankOfBytes[pair] = rank(idOfByte[pair >>> 8], idOfByte[pair & 0xFF]);
        }
        ascending = isAscending();
    }

    int size() {
        return left.length;
    }

    int idOfByte(byte value) {
        return idOfByte[value & 0xFF];
    }

    /** The rank of a merge, or {@link MergeTable#ABSENT}. */
    int rank(int left, int right) {
        return ranks.rank(left, right);
    }

    /** {@link #rank} of two bytes' own tokens. */
    int rank(byte left, byte right) {
        return rankOfBytes[(left & 0xFF) << 8 | (right & 0xFF)];
    }

    int result(int rank) {
        return result[rank];
    }

    /** Whether a merge joins a token with its like. */
    boolean joinsLikes(int rank) {
        return left[rank] == right[rank];
    }

    int left(int rank) {
        return left[rank];
    }

    /**
     * Whether every merge comes after those that make its sides. Then merges can be done one rank
     * after the other, since none opens a pair of a lower one. Every trained vocabulary is so.
     */
    private boolean isAscending() {
        int ids = Math.max(max(result), Math.max(max(left), max(right))) + 1;
        int[] made = new int[ids];
        Arrays.fill(made, -1);
        for (int rank = 0; rank < result.length; rank++) {
            made[result[rank]] = rank;
        }
        for (int rank = 0; rank < result.length; rank++) {
            if (made[left[rank]] >= rank || made[right[rank]] >= rank) {
                return false;
            }
        }
        return true;
    }

    private static int max(int[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    /** For pieces of any length. */
    PieceMerger longPieceMerger() {
        return ascending ? new LongPieceMerger(this) : this::mergeOutOfOrder;
    }

    private void mergeOutOfOrder(byte[] text, int from, int to, TokenBuffer ids) {
        PairTable table = new PairTable(size());
        for (int rank = 0; rank < size(); rank++) {
            table.put(left[rank], right[rank], rank);
        }
        int[] priority = new int[size()];
        Arrays.setAll(priority, rank -> rank);
        int[] symbols = new int[to - from];
        Arrays.setAll(symbols, i -> idOfByte(text[from + i]));
        ids.add(new PairMerger(table, priority, result).merge(symbols, symbols.length));
    }
}
