package org.athanor.transformer.tokenizer;

import java.util.Objects;

/** Cuts text into pieces and encodes each: from memory, as a whole token or by merges. */
final class PieceEncoder implements Encoder {

    private final SplitPattern pattern;
    private final BytePairs pairs;
    private final TokenIndex wholeTokens;
    private final PieceMerger shortPieces;
    private final PieceCache cache = new PieceCache();

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
        int at = from;
        while (at < to) {
            int end = pattern.pieceEnd(utf8, at, to);
            if (end - at == 1) {
                ids.add(pairs.idOfByte(utf8[at]));
            } else {
                encodePiece(utf8, at, end, ids);
            }
            at = end;
        }
    }

    private void encodePiece(byte[] text, int from, int to, TokenBuffer ids) {
        if (to - from > PieceCache.LONGEST) {
            encodeAnew(text, from, to, ids);
        } else if (!cache.append(text, from, to, ids)) {
            int first = ids.size();
            encodeAnew(text, from, to, ids);
            cache.put(text, from, to, ids, first);
        }
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
