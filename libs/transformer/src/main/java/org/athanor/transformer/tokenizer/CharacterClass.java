package org.athanor.transformer.tokenizer;

/** The four classes of characters that GPT-2's pattern tells apart. */
final class CharacterClass {

    static final int LETTER = 1;
    static final int NUMBER = 2;
    static final int WHITESPACE = 3;
    static final int SYMBOL = 4;

    private static final int TABLE_SIZE = 0x3000;
    private static final byte[] TABLE = new byte[TABLE_SIZE];

    static {
        for (int codePoint = 0; codePoint < TABLE_SIZE; codePoint++) {
            TABLE[codePoint] = (byte) classify(codePoint);
        }
    }

    private CharacterClass() {}

    /**
     * @param codePoint a Unicode code point, or {@link CodePoints#INVALID} for a byte that is none
     */
    static int of(int codePoint) {
        if (codePoint < 0) {
            return SYMBOL;
        }
        return codePoint < TABLE_SIZE ? TABLE[codePoint] : classify(codePoint);
    }

    private static int classify(int codePoint) {
        if (isWhitespace(codePoint)) {
            return WHITESPACE;
        }
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER ->
                    LETTER;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    NUMBER;
            default -> SYMBOL;
        };
    }

    /** Unicode's White_Space property, which neither of Java's own tests is. */
    private static boolean isWhitespace(int codePoint) {
        return (codePoint >= 0x09 && codePoint <= 0x0D)
                || codePoint == 0x20
                || codePoint == 0x85
                || codePoint == 0xA0
                || codePoint == 0x1680
                || (codePoint >= 0x2000 && codePoint <= 0x200A)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0x202F
                || codePoint == 0x205F
                || codePoint == 0x3000;
    }
}
