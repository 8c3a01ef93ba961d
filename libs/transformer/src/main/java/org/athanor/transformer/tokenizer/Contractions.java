package org.athanor.transformer.tokenizer;

/** The English endings {@code 's 't 're 've 'm 'll 'd}. */
final class Contractions {

    private Contractions() {}

    /** Bytes of the lower-case contraction at {@code at}, or 0. */
    static int length(byte[] text, int at, int to) {
        if (at + 1 >= to || text[at] != '\'') {
            return 0;
        }
        return afterApostrophe(text[at + 1], at + 2 < to ? text[at + 2] : 0);
    }

    /**
     * Bytes of the contraction at {@code at} in either case, or 0. Unicode folds one more character
     * to an s: the long s, U+017F.
     */
    static int lengthInAnyCase(byte[] text, int at, int to) {
        if (at + 1 >= to || text[at] != '\'') {
            return 0;
        }
        int first = text[at + 1];
        int second = at + 2 < to ? text[at + 2] : 0;
        if (first == (byte) 0xC5 && second == (byte) 0xBF) {
            return 3;
        }
        return afterApostrophe(lowerCase(first), lowerCase(second));
    }

    private static int afterApostrophe(int first, int second) {
        return switch (first) {
            case 's', 't', 'm', 'd' -> 2;
            case 'r', 'v' -> second == 'e' ? 3 : 0;
            case 'l' -> second == 'l' ? 3 : 0;
            default -> 0;
        };
    }

    private static int lowerCase(int ascii) {
        return ascii >= 'A' && ascii <= 'Z' ? ascii | 0x20 : ascii;
    }
}
