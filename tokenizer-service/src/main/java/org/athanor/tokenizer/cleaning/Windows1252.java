package org.athanor.tokenizer.cleaning;

/**
 * Windows-1252 as browsers read it: the bytes 0x81, 0x8D, 0x8F, 0x90 and 0x9D, which it leaves open,
 * are the control characters of the same number, and so is Latin-1 part of it.
 */
final class Windows1252 {

    /** The characters of the bytes 0x80 to 0x9F. */
    private static final String UPPER =
            "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
                    + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private Windows1252() {}

    /** The character of a byte from 0x80 to 0x9F. */
    static char character(int control) {
        return UPPER.charAt(control - 0x80);
    }

    /** The byte that was read as the character, or -1. */
    static int byteOf(char c) {
        if (c <= 0xFF) {
            return c;
        }
        int index = UPPER.indexOf(c);
        return index < 0 ? -1 : 0x80 + index;
    }
}
