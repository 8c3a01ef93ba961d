package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/** Tokens by their bytes, without an object a lookup. Immutable. */
final class TokenIndex {

    static final int ABSENT = -1;

    /** Finds nothing. */
    static final TokenIndex EMPTY = new TokenIndex(new byte[0][]);

    private final byte[][] tokens;
    private final int[] ids;
    private final int[] hashes;

    /**
     * @param tokens bytes by id, null where an id has none; of equal ones the first is found
     */
    TokenIndex(byte[][] tokens) {
        this.tokens = tokens;
        int slots = Integer.highestOneBit(Math.max(1, tokens.length)) * 4;
        ids = new int[slots];
        hashes = new int[slots];
        Arrays.fill(ids, ABSENT);
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id] != null) {
                put(id);
            }
        }
    }

    /** The id of the token with these bytes, or {@link #ABSENT}. */
    int find(byte[] text, int from, int to) {
        int hash = PieceWords.hash(text, from, to);
        return ids[slot(hash, text, from, to)];
    }

    private void put(int id) {
        byte[] token = tokens[id];
        int hash = PieceWords.hash(token, 0, token.length);
        int slot = slot(hash, token, 0, token.length);
        if (ids[slot] == ABSENT) {
            ids[slot] = id;
            hashes[slot] = hash;
        }
    }

    /** Where these bytes are, or would be. */
    private int slot(int hash, byte[] text, int from, int to) {
        int slot = hash & (ids.length - 1);
        while (ids[slot] != ABSENT) {
            byte[] token = tokens[ids[slot]];
            if (hashes[slot] == hash && Arrays.equals(token, 0, token.length, text, from, to)) {
                break;
            }
            slot = (slot + 1) & (ids.length - 1);
        }
        return slot;
    }
}
