package org.athanor.transformer.tokenizer;

/**
 * {@link SplitPattern#DEEPSEEK3}: numbers in groups of three and runs of Han and Kana are taken out
 * first, so to the last regular expression a text ends where one of them begins, and the other way
 * round. It leaves characters out, controls for instance; a run of these is a piece.
 */
final class DeepSeekSplitter implements Splitter {

    private static final int LONGEST_NUMBER = 3;

    private static final int WORD = 1;
    private static final int SIGN = 1 << 1;
    private static final int NEWLINE = 1 << 2;
    private static final int SPACE = 1 << 3;
    private static final int LEFT_OUT = 1 << 4;

    /** Of another run, or the end of the text. */
    private static final int BORDER = 0;

    @Override
    public int pieceEnd(byte[] text, int from, int to) {
        if (Runs.classAt(text, from, to) == CharacterClass.NUMBER) {
            return Runs.end(text, from, to, CharacterClass.NUMBER, LONGEST_NUMBER);
        }
        return new Stretch(text, to, isEastAsian(value(text, from, to))).pieceEnd(from);
    }

    private static int value(byte[] text, int at, int to) {
        return CodePoints.value(CodePoints.at(text, at, to));
    }

    /** The second regular expression's set, as published. */
    private static boolean isEastAsian(int point) {
        return (point >= 0x3040 && point <= 0x30FF) || (point >= 0x4E00 && point <= 0x9FA5);
    }

    /** What the last regular expression sees: a text that ends where Han and Kana begin or end. */
    private record Stretch(byte[] text, int to, boolean eastAsian) {

        int pieceEnd(int from) {
            int kind = kind(from);
            if (kind == SIGN && isAscii(from)) {
                int latin = latinEnd(from + 1);
                if (latin > from + 1) {
                    return latin;
                }
            }
            int first = next(from);
            int word = (kind & (WORD | SPACE | LEFT_OUT)) != 0 ? end(first, WORD) : first;
            if (kind == WORD || word > first) {
                return word;
            }
            int afterSpace = text[from] == ' ' ? from + 1 : from;
            int signs = end(afterSpace, SIGN);
            if (signs > afterSpace) {
                return end(signs, NEWLINE);
            }
            return kind == LEFT_OUT ? leftOutEnd(from) : whitespaceEnd(from);
        }

        private int kind(int at) {
            if (at >= to) {
                return BORDER;
            }
            int point = value(text, at, to);
            int kind = CharacterClass.of(point);
            if (kind == CharacterClass.NUMBER || isEastAsian(point) != eastAsian) {
                return BORDER;
            }
            return switch (kind) {
                case CharacterClass.NEWLINE -> NEWLINE;
                case CharacterClass.SPACE -> SPACE;
                case CharacterClass.SYMBOL -> isSign(point) ? SIGN : LEFT_OUT;
                default -> WORD;
            };
        }

        /** {@code [\p{P}\p{S}]}, and bytes that are not UTF-8. */
        private static boolean isSign(int point) {
            return switch (point < 0 ? Character.OTHER_SYMBOL : Character.getType(point)) {
                case Character.CONNECTOR_PUNCTUATION,
                        Character.DASH_PUNCTUATION,
                        Character.START_PUNCTUATION,
                        Character.END_PUNCTUATION,
                        Character.INITIAL_QUOTE_PUNCTUATION,
                        Character.FINAL_QUOTE_PUNCTUATION,
                        Character.OTHER_PUNCTUATION,
                        Character.MATH_SYMBOL,
                        Character.CURRENCY_SYMBOL,
                        Character.MODIFIER_SYMBOL,
                        Character.OTHER_SYMBOL ->
                        true;
                default -> false;
            };
        }

        private boolean isAscii(int at) {
            return text[at] >= 0;
        }

        private int next(int at) {
            return Runs.next(text, at, to);
        }

        private int end(int from, int set) {
            int end = from;
            while ((kind(end) & set) != 0) {
                end = next(end);
            }
            return end;
        }

        /** {@code [A-Za-z]*}. */
        private int latinEnd(int from) {
            int end = from;
            while (end < to && (text[end] | 0x20) >= 'a' && (text[end] | 0x20) <= 'z') {
                end++;
            }
            return end;
        }

        /** The last of the run may be what a word begins with. */
        private int leftOutEnd(int from) {
            int end = from;
            int last = from;
            while (kind(end) == LEFT_OUT) {
                last = end;
                end = next(end);
            }
            return kind(end) == WORD ? last : end;
        }

        /** {@code \s*[\r\n]+|\s+(?!\S)|\s+}. */
        private int whitespaceEnd(int from) {
            int end = from;
            int last = from;
            int afterBreak = from;
            int kind = kind(from);
            while ((kind & (SPACE | NEWLINE)) != 0) {
                last = end;
                end = next(end);
                afterBreak = kind == NEWLINE ? end : afterBreak;
                kind = kind(end);
            }
            if (afterBreak > from) {
                return afterBreak;
            }
            return kind == BORDER || last == from ? end : last;
        }
    }
}
