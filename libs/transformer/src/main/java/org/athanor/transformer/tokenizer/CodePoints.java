package org.athanor.transformer.tokenizer;

/**
 * Reads one code point from UTF-8 (RFC 3629). The answer packs value and length into a long, since
 * this runs once a character of every corpus.
 */
final class CodePoints {

    /** The value of a byte that starts no valid sequence. */
    static final int INVALID = -1;

    private static final long INVALID_BYTE = pack(INVALID, 1);

    private CodePoints() {}

    static int value(long codePoint) {
        return (int) (codePoint >> 3);
    }

    static int length(long codePoint) {
        return (int) (codePoint & 7);
    }

    static long at(byte[] text, int from, int to) {
        int first = text[from];
        if (first >= 0) {
            return pack(first, 1);
        }
        int length = sequenceLength(first & 0xFF);
        if (length == 0 || from + length > to) {
            return INVALID_BYTE;
        }
        int value = first & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int continuation = text[from + i];
            if ((continuation & 0xC0) != 0x80) {
                return INVALID_BYTE;
            }
            value = (value << 6) | (continuation & 0x3F);
        }
        return isCanonical(value, length) ? pack(value, length) : INVALID_BYTE;
    }

    private static int sequenceLength(int first) {
        if (first >= 0xC2 && first <= 0xDF) {
            return 2;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 3;
        }
        return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
    }

    /** Neither longer than needed, nor a surrogate, nor beyond Unicode. */
    private static boolean isCanonical(int value, int length) {
        return switch (length) {
            case 2 -> true;
            case 3 -> value >= 0x800 && (value < 0xD800 || value > 0xDFFF);
            default -> value >= 0x10000 && value <= Character.MAX_CODE_POINT;
        };
    }

    private static long pack(int value, int length) {
        return ((long) value << 3) | length;
    }
}
