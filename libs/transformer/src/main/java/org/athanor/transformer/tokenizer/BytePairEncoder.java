package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/**
 * Applies merges to one piece of text, lowest rank first (Sennrich et al., arXiv:1508.07909), in
 * O(n log n), and remembers short pieces in a bounded cache: natural text repeats its words.
 */
final class BytePairEncoder {

    private static final int CACHE_SLOTS = 1 << 16;
    private static final int LONGEST_CACHED = 48;

    /** Immutable, so that a racy read of the cache sees all of an entry or none. */
    private record Cached(int hash, byte[] piece, int[] ids) {}

    private final int[] idOfByte;
    private final PairTable ranks;
    private final int[] idOfRank;
    private final Cached[] cache = new Cached[CACHE_SLOTS];

    /**
     * @param idOfByte the id of each byte's own token
     * @param ranks pairs of ids to their rank
     * @param idOfRank the id that the merge of a rank makes
     */
    BytePairEncoder(int[] idOfByte, PairTable ranks, int[] idOfRank) {
        this.idOfByte = idOfByte;
        this.ranks = ranks;
        this.idOfRank = idOfRank;
    }

    int[] encode(byte[] text) {
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

    /** The piece as a linked list of symbols; merged neighbours leave it. */
    private int[] merge(byte[] text, int from, int to) {
        int length = to - from;
        int[] symbols = new int[length];
        int[] next = new int[length];
        int[] previous = new int[length];
        for (int i = 0; i < length; i++) {
            symbols[i] = idOfByte[text[from + i] & 0xFF];
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        MergeQueue queue = new MergeQueue(length);
        for (int i = 0; i + 1 < length; i++) {
            offer(queue, symbols, i, i + 1);
        }
        int remaining = length;
        while (!queue.isEmpty()) {
            long entry = queue.poll();
            int left = MergeQueue.position(entry);
            int right = next[left];
            boolean stale =
                    symbols[left] < 0
                            || right >= length
                            || ranks.rank(symbols[left], symbols[right]) != MergeQueue.rank(entry);
            if (stale) {
                continue;
            }
            symbols[left] = idOfRank[MergeQueue.rank(entry)];
            symbols[right] = -1;
            next[left] = next[right];
            remaining--;
            if (next[left] < length) {
                previous[next[left]] = left;
                offer(queue, symbols, left, next[left]);
            }
            if (previous[left] >= 0) {
                offer(queue, symbols, previous[left], left);
            }
        }
        return alive(symbols, next, remaining);
    }

    private void offer(MergeQueue queue, int[] symbols, int left, int right) {
        int rank = ranks.rank(symbols[left], symbols[right]);
        if (rank != PairTable.ABSENT) {
            queue.add(rank, left);
        }
    }

    private static int[] alive(int[] symbols, int[] next, int count) {
        int[] ids = new int[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            ids[i] = symbols[at];
            at = next[at];
        }
        return ids;
    }
}
