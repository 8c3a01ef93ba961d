package org.athanor.transformer.tokenizer;

/**
 * {@link SplitPattern#STARCODER}: numerals are taken out first, so to {@link Gpt2Splitter}'s pattern a
 * text ends at each of them. That makes a difference to white space alone, which keeps its last
 * character where a text ends.
 */
final class SingleDigitSplitter implements Splitter {

    @Override
    public int pieceEnd(byte[] text, int from, int to) {
        if (Runs.classAt(text, from, to) == CharacterClass.NUMBER) {
            return Runs.next(text, from, to);
        }
        int contraction = Contractions.length(text, from, to);
        if (contraction > 0) {
            return from + contraction;
        }
        int afterSpace = text[from] == ' ' ? from + 1 : from;
        int kind = Runs.classAt(text, afterSpace, to);
        if ((kind & CharacterClass.LETTER) != 0) {
            return Runs.end(text, afterSpace, to, CharacterClass.LETTER);
        }
        if ((kind & CharacterClass.OTHER) != 0) {
            return Runs.end(text, afterSpace, to, CharacterClass.OTHER);
        }
        int end = Runs.end(text, from, to, CharacterClass.WHITESPACE);
        return Runs.classAt(text, end, to) == CharacterClass.NUMBER
                ? end
                : Runs.whitespaceEnd(text, from, to);
    }
}
