package org.athanor.transformer.tokenizer;

/**
 * The classes of characters that the split patterns tell apart. Each is a bit, so that a set of
 * classes is a mask. Categories are those of the Unicode version that the running JDK knows.
 */
final class CharacterClass {

    /** {@code \p{Lu}\p{Lt}}. */
    static final int UPPER = 1;

    /** {@code \p{Ll}}. */
    static final int LOWER = 1 << 1;

    /** {@code \p{Lm}\p{Lo}}: letters without a case. */
    static final int CASELESS = 1 << 2;

    /** {@code \p{M}}. */
    static final int MARK = 1 << 3;

    /** {@code \p{N}}. */
    static final int NUMBER = 1 << 4;

    /** White space other than {@link #NEWLINE}. */
    static final int SPACE = 1 << 5;

    /** {@code [\r\n]}. */
    static final int NEWLINE = 1 << 6;

    /** Everything else, also a byte that is not UTF-8. */
    static final int SYMBOL = 1 << 7;

    /** {@code \p{L}}. */
    static final int LETTER = UPPER | LOWER | CASELESS;

    /** {@code \s}. */
    static final int WHITESPACE = SPACE | NEWLINE;

    /** {@code [^\s\p{L}\p{N}]}. */
    static final int OTHER = MARK | SYMBOL;

    /** The basic plane; what lies beyond is rare. */
    private static final byte[] TABLE = new byte[0x10000];

    static {
        for (int codePoint = 0; codePoint < TABLE.length; codePoint++) {
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
        return codePoint < TABLE.length ? TABLE[codePoint] & 0xFF : classify(codePoint);
    }

    /**
     * @param character a byte that is not negative
     */
    static int ofAscii(byte character) {
        return TABLE[character] & 0xFF;
    }

    private static int classify(int codePoint) {
        if (isWhitespace(codePoint)) {
            return codePoint == '\r' || codePoint == '\n' ? NEWLINE : SPACE;
        }
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> UPPER;
            case Character.LOWERCASE_LETTER -> LOWER;
            case Character.MODIFIER_LETTER, Character.OTHER_LETTER -> CASELESS;
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK ->
                    MARK;
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
