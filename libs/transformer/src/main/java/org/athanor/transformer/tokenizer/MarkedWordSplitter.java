package org.athanor.transformer.tokenizer;

/**
 * {@link SplitPattern#QWEN35}: as {@link Cl100kSplitter} with single numerals, but marks are part of
 * words and never of symbols.
 */
final class MarkedWordSplitter implements Splitter {

    private static final int WORD = CharacterClass.LETTER | CharacterClass.MARK;

    @Override
    public int pieceEnd(byte[] text, int from, int to) {
        int contraction = Contractions.lengthInAnyCase(text, from, to);
        if (contraction > 0) {
            return from + contraction;
        }
        int kind = Runs.classAt(text, from, to);
        if (kind == CharacterClass.NUMBER) {
            return Runs.next(text, from, to);
        }
        if ((kind & WORD) != 0) {
            return Runs.end(text, from, to, WORD);
        }
        if (kind != CharacterClass.NEWLINE) {
            int afterFirst = Runs.next(text, from, to);
            int word = Runs.end(text, afterFirst, to, WORD);
            if (word > afterFirst) {
                return word;
            }
        }
        int afterSpace = text[from] == ' ' ? from + 1 : from;
        int symbols = Runs.end(text, afterSpace, to, CharacterClass.SYMBOL);
        return symbols > afterSpace
                ? Runs.end(text, symbols, to, CharacterClass.NEWLINE)
                : Runs.lineEnd(text, from, to);
    }
}
