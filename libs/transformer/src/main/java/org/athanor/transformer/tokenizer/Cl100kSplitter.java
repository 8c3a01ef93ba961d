package org.athanor.transformer.tokenizer;

/**
 * {@link SplitPattern#CL100K} and its kin: contractions in any case, letters with the one character
 * before them, numbers in groups, other characters with the line breaks behind them, and white space
 * up to its last line break.
 */
final class Cl100kSplitter implements Splitter {

    private final int longestNumber;
    private final int word;
    private final int others;

    /**
     * @param longestNumber how many numerals a piece holds
     * @param hasMarks whether marks belong to words, and not to the other characters
     */
    Cl100kSplitter(int longestNumber, boolean hasMarks) {
        this.longestNumber = longestNumber;
        this.word = CharacterClass.LETTER | (hasMarks ? CharacterClass.MARK : 0);
        this.others = CharacterClass.OTHER & ~word;
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
        if ((kind & word) != 0) {
            return Runs.end(text, from, to, word);
        }
        if (kind != CharacterClass.NEWLINE) {
            int afterFirst = Runs.next(text, from, to);
            int wordEnd = Runs.end(text, afterFirst, to, word);
            if (wordEnd > afterFirst) {
                return wordEnd;
            }
        }
        int afterSpace = text[from] == ' ' ? from + 1 : from;
        int othersEnd = Runs.end(text, afterSpace, to, others);
        return othersEnd > afterSpace
                ? Runs.end(text, othersEnd, to, CharacterClass.NEWLINE)
                : Runs.lineEnd(text, from, to);
    }
}
