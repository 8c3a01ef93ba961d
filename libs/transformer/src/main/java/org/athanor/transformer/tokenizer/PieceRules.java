package org.athanor.transformer.tokenizer;

import java.util.Arrays;
import java.util.BitSet;

/**
 * How a vocabulary of pieces is used.
 *
 * @param idOfByte the id of each byte's token or -1, for characters without a piece; null where there are
 *     none
 * @param unknown the id for characters without piece and bytes; negative where there is none
 * @param fusesUnknown whether neighbouring unknown characters are one token
 * @param prefix when a text gets a space in front
 * @param splitsWords whether no piece goes over a space in its middle
 * @param lowLine whether SentencePiece's sign for a space (U+2581) in a text is one
 * @param merges which pieces join, first come first; null where the joined piece's score decides
 */
record PieceRules(
        int[] idOfByte,
        int unknown,
        boolean fusesUnknown,
        SpacePrefix prefix,
        boolean splitsWords,
        boolean lowLine,
        PieceMerges merges) {

    /** SentencePiece's sign for a space. */
    static final char SPACE = '\u2581';

    private static final int BYTES = 256;

    /** Of llama2.c: bytes from id 3 on, the unknown token first. */
    static PieceRules llama2c() {
        int[] bytes = new int[BYTES];
        Arrays.setAll(bytes, value -> ScoredVocabulary.FIRST_BYTE + value);
        return new PieceRules(bytes, 0, false, SpacePrefix.ALWAYS, false, false, null);
    }

    /** Whether spaces are put right by a normalizer; otherwise it is done while words are cut. */
    boolean hasNormalizer() {
        return !splitsWords && (prefix == SpacePrefix.ALWAYS || prefix == SpacePrefix.NEVER);
    }

    PieceRules withoutPrefix() {
        return new PieceRules(
                idOfByte, unknown, fusesUnknown, SpacePrefix.NEVER, splitsWords, lowLine, merges);
    }

    /** The ids of byte tokens and of the unknown token: no character is found by their texts. */
    BitSet notPieces() {
        BitSet ids = new BitSet();
        if (idOfByte != null) {
            Arrays.stream(idOfByte).filter(id -> id >= 0).forEach(ids::set);
        }
        if (unknown >= 0) {
            ids.set(unknown);
        }
        return ids;
    }

    /** Whether a character can fall to its bytes. */
    boolean hasBytes(byte[] text, int from, int length) {
        if (idOfByte == null) {
            return false;
        }
        for (int i = from; i < from + length; i++) {
            if (idOfByte[text[i] & 0xFF] < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Merges by rank.
     *
     * @param left id of the left side
     * @param right id of the right side
     * @param result id of what they make
     */
    record PieceMerges(int[] left, int[] right, int[] result) {

        PairMerger merger() {
            PairTable table = new PairTable(left.length);
            int[] ranks = new int[left.length];
            for (int rank = 0; rank < left.length; rank++) {
                table.put(left[rank], right[rank], rank);
                ranks[rank] = rank;
            }
            return new PairMerger(table, ranks, result);
        }
    }
}
