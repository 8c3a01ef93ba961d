package org.athanor.transformer.tokenizer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Encodes as SentencePiece's BPE, llama2.c and Hugging Face's conversions do: maybe a space before the
 * text, every character its own piece or else its bytes, then the join that comes first, again and
 * again. Pieces span words only if the vocabulary has such tokens.
 */
final class ScoredPairEncoder implements TextEncoder {

    private static final byte[] LOW_LINE = {(byte) 0xE2, (byte) 0x96, (byte) 0x81};

    private final Map<ByteBuffer, Integer> idOfPiece;
    private final PairMerger merger;
    private final PieceRules rules;
    private final boolean isFirst;

    /** @param isFirst whether it encodes what a text begins with */
    ScoredPairEncoder(
            Map<ByteBuffer, Integer> idOfPiece,
            PairMerger merger,
            PieceRules rules,
            boolean isFirst) {
        this.idOfPiece = idOfPiece;
        this.merger = merger;
        this.rules = rules;
        this.isFirst = isFirst;
    }

    @Override
    public ScoredPairEncoder continuation() {
        return new ScoredPairEncoder(idOfPiece, merger, rules, false);
    }

    @Override
    public byte[] prepare(byte[] utf8) {
        return rules.hasNormalizer() ? spelt(utf8) : utf8;
    }

    @Override
    public TextEncoder prepared() {
        return rules.hasNormalizer()
                ? new ScoredPairEncoder(idOfPiece, merger, rules.withoutPrefix(), isFirst)
                : this;
    }

    private byte[] spelt(byte[] utf8) {
        return utf8.length == 0 ? utf8 : prefixed(rules.lowLine() ? spaced(utf8) : utf8);
    }

    @Override
    public int[] encode(byte[] utf8) {
        if (utf8.length == 0) {
            return new int[0];
        }
        byte[] text = spelt(utf8);
        int[] symbols = new int[text.length];
        if (!rules.splitsWords()) {
            return merger.merge(symbols, characters(text, 0, text.length, symbols));
        }
        TokenBuffer ids = new TokenBuffer(text.length / 2 + 4);
        int from = 0;
        for (int at = 1; at <= text.length; at++) {
            if (at == text.length || text[at] == ' ') {
                ids.add(merger.merge(symbols, characters(text, from, at, symbols)));
                from = at;
            }
        }
        return ids.toArray();
    }

    private byte[] prefixed(byte[] text) {
        boolean adds =
                switch (rules.prefix()) {
                    case NEVER -> false;
                    case ALWAYS -> true;
                    case UNLESS_THERE -> text[0] != ' ';
                    case FIRST_UNLESS_THERE -> isFirst && text[0] != ' ';
                };
        return adds ? Vocabulary.joined(new byte[] {' '}, text) : text;
    }

    /** SentencePiece's sign for a space is a space. */
    private static byte[] spaced(byte[] text) {
        byte[] result = null;
        int length = 0;
        for (int at = 0; at < text.length; at++) {
            boolean isSign =
                    text[at] == LOW_LINE[0]
                            && at + LOW_LINE.length <= text.length
                            && Arrays.equals(
                                    text, at, at + LOW_LINE.length, LOW_LINE, 0, LOW_LINE.length);
            if (isSign && result == null) {
                result = Arrays.copyOf(text, text.length);
            }
            if (result != null) {
                result[length] = isSign ? (byte) ' ' : text[at];
            }
            length++;
            at += isSign ? LOW_LINE.length - 1 : 0;
        }
        return result == null ? text : Arrays.copyOf(result, length);
    }

    /** Fills in the characters of a part of the text and returns how many symbols they take. */
    private int characters(byte[] text, int from, int to, int[] symbols) {
        int count = 0;
        int at = from;
        while (at < to) {
            int length = CodePoints.length(CodePoints.at(text, at, to));
            Integer id = idOfPiece.get(ByteBuffer.wrap(text, at, length));
            if (id != null) {
                symbols[count++] = id;
            } else if (rules.hasBytes(text, at, length)) {
                for (int i = 0; i < length; i++) {
                    symbols[count++] = rules.idOfByte()[text[at + i] & 0xFF];
                }
            } else if (count == 0
                    || !rules.fusesUnknown()
                    || symbols[count - 1] != rules.unknown()) {
                symbols[count++] = rules.unknown();
            }
            at += length;
        }
        return count;
    }
}
