package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/**
 * The merges behind a vocabulary that only ranks its tokens. Of all ways to cut a token in two, only
 * one can ever stand side by side in a text: that which the token's own bytes come to when everything
 * of a lower rank is joined first. So one merge a token does the same as comparing all neighbours'
 * joined bytes with all tokens.
 */
final class RankMerges {

    private final byte[][] tokens;
    private final TokenIndex index;
    private final int[] left;
    private final int[] right;
    private final int[] result;
    private int size;

    /** Where the parts of the token at hand start, and the rank of each with its neighbour. */
    private int[] starts = new int[16];

    private int[] ranks = new int[16];
    private int parts;

    private RankMerges(byte[][] tokens) {
        this.tokens = tokens;
        index = new TokenIndex(tokens);
        left = new int[tokens.length];
        right = new int[tokens.length];
        result = new int[tokens.length];
    }

    /**
     * @param tokens bytes by id, which is the rank; null where there is no token
     */
    static RankMerges of(byte[][] tokens) {
        RankMerges merges = new RankMerges(tokens);
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id] != null && tokens[id].length > 1) {
                merges.addMergeOf(id);
            }
        }
        return merges;
    }

    int[] left() {
        return Arrays.copyOf(left, size);
    }

    int[] right() {
        return Arrays.copyOf(right, size);
    }

    /** Ascending. */
    int[] result() {
        return Arrays.copyOf(result, size);
    }

    /** A token that its parts do not lead to has none: a piece becomes it as a whole or not at all. */
    private void addMergeOf(int id) {
        byte[] token = tokens[id];
        cutIntoBytes(token);
        while (parts > 2) {
            int lowest = 0;
            for (int i = 1; i + 1 < parts; i++) {
                if (Integer.compareUnsigned(ranks[i], ranks[lowest]) < 0) {
                    lowest = i;
                }
            }
            if (ranks[lowest] == TokenIndex.ABSENT) {
                return;
            }
            join(token, lowest);
        }
        left[size] = index.find(token, 0, starts[1]);
        right[size] = index.find(token, starts[1], token.length);
        result[size] = id;
        boolean isFirstOfItsBytes = index.find(token, 0, token.length) == id;
        if (isFirstOfItsBytes
                && left[size] != TokenIndex.ABSENT
                && right[size] != TokenIndex.ABSENT) {
            size++;
        }
    }

    private void cutIntoBytes(byte[] token) {
        parts = token.length;
        if (starts.length <= parts) {
            starts = new int[2 * parts];
            ranks = new int[2 * parts];
        }
        for (int i = 0; i <= parts; i++) {
            starts[i] = i;
        }
        for (int i = 0; i + 1 < parts; i++) {
            ranks[i] = index.find(token, i, i + 2);
        }
    }

    private void join(byte[] token, int at) {
        parts--;
        System.arraycopy(starts, at + 2, starts, at + 1, parts - at);
        System.arraycopy(ranks, at + 1, ranks, at, parts - at);
        if (at > 0) {
            ranks[at - 1] = index.find(token, starts[at - 1], starts[at + 1]);
        }
        if (at + 1 < parts) {
            ranks[at] = index.find(token, starts[at], starts[at + 2]);
        }
    }
}
