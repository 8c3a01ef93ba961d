package org.athanor.transformer.tokenizer;

import java.util.Objects;

/** Cuts text into pieces and encodes each: from memory, as a whole token or by merges. */
final class PieceEncoder implements Encoder {

    /**
     * How many pieces are cut before the first of them is looked for: the processor then waits for
     * memory once for all of them.
     */
    private static final int AHEAD = 32;

    private final SplitPattern pattern;
    private final BytePairs pairs;
    private final TokenIndex wholeTokens;
    private final PieceMerger shortPieces;
    private final PieceCache cache = new PieceCache();
    private final int[] ends = new int[AHEAD];
    private final int[] hashes = new int[AHEAD];

    /** Made when a text has its first long piece: most have none. */
    private PieceMerger longPieces;

    /**
     * @param wholeTokens what a piece may be without regard to merges
     */
    PieceEncoder(SplitPattern pattern, BytePairs pairs, TokenIndex wholeTokens) {
        this.pattern = pattern;
        this.pairs = pairs;
        this.wholeTokens = wholeTokens;
        this.shortPieces = new ShortPieceMerger(pairs);
    }

    @Override
    public void encode(byte[] utf8, int from, int to, TokenBuffer ids) {
        Objects.checkFromToIndex(from, to, utf8.length);
        for (int at = from; at < to; ) {
            int count = cut(utf8, at, to);
            cache.prefetch(hashes, count);
            at = encodePieces(utf8, at, count, ids);
        }
    }

    /** Notes the next pieces' ends and hashes; returns how many they are. */
    private int cut(byte[] text, int from, int to) {
        int count = 0;
        for (int at = from; at < to && count < AHEAD; count++) {
            int end = pattern.pieceEnd(text, at, to);
            ends[count] = end;
            hashes[count] = isRemembered(end - at) ? PieceWords.hash(text, at, end) : 0;
            at = end;
        }
        return count;
    }

    /** Returns where the last of the pieces ends. */
    private int encodePieces(byte[] text, int from, int count, TokenBuffer ids) {
        int at = from;
        for (int i = 0; i < count; i++) {
            int end = ends[i];
            if (end - at == 1) {
                ids.add(pairs.idOfByte(text[at]));
            } else if (!isRemembered(end - at)) {
                encodeAnew(text, at, end, ids);
            } else if (!cache.append(text, at, end, hashes[i], ids)) {
                int first = ids.size();
                encodeAnew(text, at, end, ids);
                cache.put(text, at, end, hashes[i], ids, first);
            }
            at = end;
        }
        return at;
    }

    private static boolean isRemembered(int length) {
        return length > 1 && length <= PieceCache.LONGEST;
    }

    private void encodeAnew(byte[] text, int from, int to, TokenBuffer ids) {
        int whole = wholeTokens.find(text, from, to);
        if (whole != TokenIndex.ABSENT) {
            ids.add(whole);
        } else if (to - from <= ShortPieceMerger.LONGEST) {
            shortPieces.merge(text, from, to, ids);
        } else {
            if (longPieces == null) {
                longPieces = pairs.longPieceMerger();
            }
            longPieces.merge(text, from, to, ids);
        }
    }
}
