package org.athanor.transformer.tokenizer;

/** The parts that split patterns have in common, over UTF-8 and without a copy of it. */
final class Runs {

    private Runs() {}

    /** The class of the character at {@code at}, or 0 at the end of the text. */
    static int classAt(byte[] text, int at, int to) {
        if (at >= to) {
            return 0;
        }
        return text[at] >= 0
                ? CharacterClass.ofAscii(text[at])
                : CharacterClass.of(CodePoints.value(CodePoints.at(text, at, to)));
    }

    /** Where the character at {@code at} ends. */
    static int next(byte[] text, int at, int to) {
        return text[at] >= 0 ? at + 1 : at + CodePoints.length(CodePoints.at(text, at, to));
    }

    /** Where the run of characters whose class is in {@code set} ends; {@code at} if it is empty. */
    static int end(byte[] text, int at, int to, int set) {
        int end = at;
        while (end < to) {
            if (text[end] >= 0) {
                if ((CharacterClass.ofAscii(text[end]) & set) == 0) {
                    break;
                }
                end++;
            } else {
                long character = CodePoints.at(text, end, to);
                if ((CharacterClass.of(CodePoints.value(character)) & set) == 0) {
                    break;
                }
                end += CodePoints.length(character);
            }
        }
        return end;
    }

    /** {@link #end} after at most {@code most} characters. */
    static int end(byte[] text, int at, int to, int set, int most) {
        int end = at;
        for (int i = 0; i < most && (classAt(text, end, to) & set) != 0; i++) {
            end = next(text, end, to);
        }
        return end;
    }

    /**
     * {@code \s+(?!\S)|\s+}: the whole run at the end of the text, otherwise all but its last
     * character, which the next piece may want as its first.
     *
     * @param from where white space is
     */
    static int whitespaceEnd(byte[] text, int from, int to) {
        int end = from;
        int last = from;
        while (end < to) {
            long character = CodePoints.at(text, end, to);
            if ((CharacterClass.of(CodePoints.value(character)) & CharacterClass.WHITESPACE) == 0) {
                return last == from ? end : last;
            }
            last = end;
            end += CodePoints.length(character);
        }
        return end;
    }

    /**
     * {@code \s*[\r\n]+|\s+(?!\S)|\s+}: up to the last line break of the run if it has one,
     * otherwise as {@link #whitespaceEnd}.
     */
    static int lineEnd(byte[] text, int from, int to) {
        int end = from;
        int afterBreak = from;
        while (end < to) {
            long character = CodePoints.at(text, end, to);
            int kind = CharacterClass.of(CodePoints.value(character));
            if ((kind & CharacterClass.WHITESPACE) == 0) {
                break;
            }
            end += CodePoints.length(character);
            if (kind == CharacterClass.NEWLINE) {
                afterBreak = end;
            }
        }
        return afterBreak > from ? afterBreak : whitespaceEnd(text, from, to);
    }
}
