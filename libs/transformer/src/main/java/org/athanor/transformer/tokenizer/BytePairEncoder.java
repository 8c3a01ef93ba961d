package org.athanor.transformer.tokenizer;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Applies merges to one piece of text, lowest rank first (Sennrich et al., arXiv:1508.07909), and
 * remembers short pieces in a bounded cache: natural text repeats its words.
 */
final class BytePairEncoder implements TextEncoder {

    private static final int CACHE_SLOTS = 1 << 16;
    private static final int LONGEST_CACHED = 48;

    /** Immutable, so that a racy read of the cache sees all of an entry or none. */
    private record Cached(int hash, byte[] piece, int[] ids) {}

    private final int[] idOfByte;
    private final PairMerger merger;
    private final Cached[] cache = new Cached[CACHE_SLOTS];

    /**
     * @param idOfByte the id of each byte's own token
     * @param ranks pairs of ids to their rank
     * @param idOfRank the id that the merge of a rank makes
     */
    BytePairEncoder(int[] idOfByte, PairTable ranks, int[] idOfRank) {
        this.idOfByte = idOfByte;
        this.merger =
                new PairMerger(ranks, IntStream.range(0, idOfRank.length).toArray(), idOfRank);
    }

    @Override
    public int[] encode(byte[] text) {
        TokenBuffer ids = new TokenBuffer(text.length / 3 + 16);
        int at = 0;
        while (at < text.length) {
            int end = PreTokenizer.pieceEnd(text, at, text.length);
            encodePiece(text, at, end, ids);
            at = end;
        }
        return ids.toArray();
    }

    private void encodePiece(byte[] text, int from, int to, TokenBuffer ids) {
        if (to - from > LONGEST_CACHED) {
            ids.add(merge(text, from, to));
            return;
        }
        int hash = hash(text, from, to);
        int slot = (hash ^ (hash >>> 16)) & (CACHE_SLOTS - 1);
        Cached hit = cache[slot];
        if (hit == null
                || hit.hash != hash
                || !Arrays.equals(hit.piece, 0, hit.piece.length, text, from, to)) {
            hit = new Cached(hash, Arrays.copyOfRange(text, from, to), merge(text, from, to));
            cache[slot] = hit;
        }
        ids.add(hit.ids);
    }

    private static int hash(byte[] text, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 0x01000193 * hash ^ text[i];
        }
        return hash * 0x9E3779B1;
    }

    private int[] merge(byte[] text, int from, int to) {
        int[] symbols = new int[to - from];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = idOfByte[text[from + i] & 0xFF];
        }
        return merger.merge(symbols, symbols.length);
    }
}
