package org.athanor.transformer.tokenizer;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Encodes as llama2.c and SentencePiece's BPE do: a begin token, a space before the text, every
 * character its own piece or else its bytes, then the join whose token scores highest, again and
 * again. Pieces span words only if the vocabulary has such tokens.
 */
final class ScoredPairEncoder implements TextEncoder {

    private final Map<ByteBuffer, Integer> idOfPiece;
    private final PairMerger merger;

    ScoredPairEncoder(Map<ByteBuffer, Integer> idOfPiece, PairMerger merger) {
        this.idOfPiece = idOfPiece;
        this.merger = merger;
    }

    @Override
    public int[] encode(byte[] utf8) {
        TokenBuffer ids = new TokenBuffer(utf8.length / 2 + 4);
        ids.add(ScoredVocabulary.BEGIN_ID);
        if (utf8.length > 0) {
            byte[] text = Vocabulary.joined(new byte[] {' '}, utf8);
            int[] symbols = new int[text.length];
            ids.add(merger.merge(symbols, characters(text, symbols)));
        }
        return ids.toArray();
    }

    /** Fills in the text's characters and returns how many symbols they take. */
    private int characters(byte[] text, int[] symbols) {
        int count = 0;
        int at = 0;
        while (at < text.length) {
            int length = CodePoints.length(CodePoints.at(text, at, text.length));
            Integer id = idOfPiece.get(ByteBuffer.wrap(text, at, length));
            if (id != null) {
                symbols[count++] = id;
            } else {
                for (int i = 0; i < length; i++) {
                    symbols[count++] = ScoredVocabulary.FIRST_BYTE + (text[at + i] & 0xFF);
                }
            }
            at += length;
        }
        return count;
    }
}
