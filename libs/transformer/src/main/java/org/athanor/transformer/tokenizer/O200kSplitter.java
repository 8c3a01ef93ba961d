package org.athanor.transformer.tokenizer;

/**
 * {@link SplitPattern#O200K} and {@link SplitPattern#TEKKEN}: as {@link Cl100kSplitter}, but a word also
 * ends where a capital follows a small letter, marks belong to words, and a contraction stays with its
 * word where there is such a thing.
 *
 * <p>The pattern's first two alternatives backtrack. With {@code H} for capitals, marks and letters
 * without a case, and {@code L} for small letters, marks and letters without a case, they are {@code
 * H*L+} and {@code H+L*}. A greedy {@code H*} takes the whole run; if no small letter follows, {@code
 * L+} needs the run's last character that is in both sets, and the word ends behind it.
 */
final class O200kSplitter implements Splitter {

    private static final int NO_WORD = -1;

    private static final int BOTH = CharacterClass.CASELESS | CharacterClass.MARK;
    private static final int HEAD = CharacterClass.UPPER | BOTH;
    private static final int TAIL = CharacterClass.LOWER | BOTH;
    private static final int BEFORE_WORD = CharacterClass.SPACE | CharacterClass.OTHER;

    private final int longestNumber;
    private final boolean hasContractions;

    /**
     * @param longestNumber how many numerals a piece holds
     * @param hasContractions whether {@code 's} and its like stay with the word before them
     */
    O200kSplitter(int longestNumber, boolean hasContractions) {
        this.longestNumber = longestNumber;
        this.hasContractions = hasContractions;
    }

    @Override
    public int pieceEnd(byte[] text, int from, int to) {
        int kind = Runs.classAt(text, from, to);
        if (kind == CharacterClass.NUMBER) {
            return Runs.end(text, from, to, CharacterClass.NUMBER, longestNumber);
        }
        int word = wordEnd(text, from, to, kind);
        if (word != NO_WORD) {
            return hasContractions ? word + Contractions.lengthInAnyCase(text, word, to) : word;
        }
        int afterSpace = text[from] == ' ' ? from + 1 : from;
        int others = Runs.end(text, afterSpace, to, CharacterClass.OTHER);
        return others > afterSpace
                ? linesAndSlashesEnd(text, others, to)
                : Runs.lineEnd(text, from, to);
    }

    /** A word with the character before it, if there is such a character; a mark may be either. */
    private static int wordEnd(byte[] text, int from, int to, int kind) {
        int start = (kind & BEFORE_WORD) != 0 ? Runs.next(text, from, to) : from;
        int end = smallEnd(text, start, to);
        if (end == NO_WORD && kind == CharacterClass.MARK) {
            end = smallEnd(text, from, to);
        }
        if (end == NO_WORD) {
            int capitals = Runs.end(text, start, to, CharacterClass.UPPER);
            return capitals > start ? capitals : NO_WORD;
        }
        return end;
    }

    /** {@code H*L+}. */
    private static int smallEnd(byte[] text, int start, int to) {
        int end = start;
        int afterBoth = NO_WORD;
        while (end < to) {
            long character = CodePoints.at(text, end, to);
            int kind = CharacterClass.of(CodePoints.value(character));
            if ((kind & HEAD) == 0) {
                break;
            }
            end += CodePoints.length(character);
            if ((kind & BOTH) != 0) {
                afterBoth = end;
            }
        }
        int tail = Runs.end(text, end, to, TAIL);
        return tail > end ? tail : afterBoth;
    }

    /** {@code [\r\n/]*}. */
    private static int linesAndSlashesEnd(byte[] text, int from, int to) {
        int end = from;
        while (end < to && (text[end] == '\r' || text[end] == '\n' || text[end] == '/')) {
            end++;
        }
        return end;
    }
}
