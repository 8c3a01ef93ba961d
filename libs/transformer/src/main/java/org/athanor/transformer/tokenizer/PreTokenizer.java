package org.athanor.transformer.tokenizer;

/**
 * Splits UTF-8 text into the pieces that merges never cross, with GPT-2's pattern
 *
 * <pre>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</pre>
 *
 * written out by hand: it reads the bytes once, without a regular expression or a String. A byte
 * that is not UTF-8 counts as a symbol of its own, so any bytes split and join again unchanged.
 * Pattern: Radford et al., "Language Models are Unsupervised Multitask Learners" (2019), as released
 * in encoder.py.
 */
public final class PreTokenizer {

    private PreTokenizer() {}

    /**
     * The end (exclusive) of the piece that starts at {@code from}.
     *
     * @param text UTF-8
     * @param from where the piece starts; a piece or the text must start there
     * @param to the end of the text, exclusive, greater than {@code from}
     */
    public static int pieceEnd(byte[] text, int from, int to) {
        byte first = text[from];
        if (first == '\'') {
            int contraction = contractionLength(text, from, to);
            if (contraction > 0) {
                return from + contraction;
            }
        }
        long character = CodePoints.at(text, from, to);
        int kind = CharacterClass.of(CodePoints.value(character));
        int next = from + CodePoints.length(character);
        if (kind != CharacterClass.WHITESPACE) {
            return runEnd(text, next, to, kind);
        }
        if (first == ' ' && next < to) {
            long second = CodePoints.at(text, next, to);
            int secondKind = CharacterClass.of(CodePoints.value(second));
            if (secondKind != CharacterClass.WHITESPACE) {
                return runEnd(text, next + CodePoints.length(second), to, secondKind);
            }
        }
        return whitespaceEnd(text, next, to);
    }

    /** Where the run of {@code kind} that reaches {@code at} ends. */
    private static int runEnd(byte[] text, int at, int to, int kind) {
        int end = at;
        while (end < to) {
            long character = CodePoints.at(text, end, to);
            if (CharacterClass.of(CodePoints.value(character)) != kind) {
                break;
            }
            end += CodePoints.length(character);
        }
        return end;
    }

    /**
     * {@code \s+(?!\S)|\s+}: the whole run at the end of the text, otherwise all but its last
     * character, which the next piece may want as its leading space.
     */
    private static int whitespaceEnd(byte[] text, int afterFirst, int to) {
        int end = afterFirst;
        int beforeLast = afterFirst;
        while (end < to) {
            long character = CodePoints.at(text, end, to);
            if (CharacterClass.of(CodePoints.value(character)) != CharacterClass.WHITESPACE) {
                return beforeLast;
            }
            beforeLast = end;
            end += CodePoints.length(character);
        }
        return end;
    }

    /** Bytes of the English contraction at {@code from}, or 0. */
    private static int contractionLength(byte[] text, int from, int to) {
        if (from + 1 >= to) {
            return 0;
        }
        byte first = text[from + 1];
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return 2;
        }
        if (from + 2 >= to) {
            return 0;
        }
        byte second = text[from + 2];
        boolean two =
                (first == 'r' && second == 'e')
                        || (first == 'v' && second == 'e')
                        || (first == 'l' && second == 'l');
        return two ? 3 : 0;
    }
}
