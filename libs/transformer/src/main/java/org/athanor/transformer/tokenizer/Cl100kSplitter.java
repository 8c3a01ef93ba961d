package org.athanor.transformer.tokenizer;

/**
 * {@link SplitPattern#CL100K} and its kin: contractions in any case, letters with the one character
 * before them, numbers in groups, other characters with the line breaks behind them, and white space
 * up to its last line break.
 */
final class Cl100kSplitter implements Splitter {

    private final int longestNumber;

    /**
     * @param longestNumber how many numerals a piece holds
     */
    Cl100kSplitter(int longestNumber) {
        this.longestNumber = longestNumber;
    }

    @Override
    public int pieceEnd(byte[] text, int from, int to) {
        int contraction = Contractions.lengthInAnyCase(text, from, to);
        if (contraction > 0) {
            return from + contraction;
        }
        int kind = Runs.classAt(text, from, to);
        if (kind == CharacterClass.NUMBER) {
            return Runs.end(text, from, to, CharacterClass.NUMBER, longestNumber);
        }
        if ((kind & CharacterClass.LETTER) != 0) {
            return Runs.end(text, from, to, CharacterClass.LETTER);
        }
        if (kind != CharacterClass.NEWLINE) {
            int afterFirst = Runs.next(text, from, to);
            int word = Runs.end(text, afterFirst, to, CharacterClass.LETTER);
            if (word > afterFirst) {
                return word;
            }
        }
        int afterSpace = text[from] == ' ' ? from + 1 : from;
        int others = Runs.end(text, afterSpace, to, CharacterClass.OTHER);
        return others > afterSpace
                ? Runs.end(text, others, to, CharacterClass.NEWLINE)
                : Runs.lineEnd(text, from, to);
    }
}
