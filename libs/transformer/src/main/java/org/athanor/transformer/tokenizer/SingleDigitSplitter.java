package org.athanor.transformer.tokenizer;

/**
 * {@link SplitPattern#STARCODER}: numerals are taken out first, so to {@link Gpt2Splitter}'s pattern a
 * text ends at each of them. That makes a difference to white space alone, which keeps its last
 * character where a text ends.
 */
final class SingleDigitSplitter implements Splitter {

    private final Splitter words = new Gpt2Splitter();

    @Override
    public int pieceEnd(byte[] text, int from, int to) {
        if (Runs.classAt(text, from, to) == CharacterClass.NUMBER) {
            return Runs.next(text, from, to);
        }
        int space = Runs.end(text, from, to, CharacterClass.WHITESPACE);
        return space > from && Runs.classAt(text, space, to) == CharacterClass.NUMBER
                ? space
                : words.pieceEnd(text, from, to);
    }
}
