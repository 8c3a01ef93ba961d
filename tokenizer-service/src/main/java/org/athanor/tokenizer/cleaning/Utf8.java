package org.athanor.tokenizer.cleaning;

import java.util.List;

/** Sizes in UTF-8, without encoding. */
final class Utf8 {

    private Utf8() {}

    static long bytes(List<String> texts) {
        long bytes = 0;
        for (String text : texts) {
            bytes += bytes(text);
        }
        return bytes;
    }

    /** A lone surrogate counts as the question mark that Java encodes it as. */
    static long bytes(String text) {
        char[] characters = text.toCharArray();
        int more = 0;
        int surrogates = 0;
        // Without branches, so that the compiler makes vector instructions of it.
        for (char c : characters) {
            more += (0x7F - c >>> 31) + (0x7FF - c >>> 31);
            surrogates += ((c & 0xF800 ^ 0xD800) - 1) >>> 31;
        }
        return surrogates == 0 ? (long) characters.length + more : withSurrogates(text);
    }

    private static long withSurrogates(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += extra(text, i, c);
            }
        }
        return bytes;
    }

    private static int extra(String text, int at, char c) {
        if (c < 0x800) {
            return 1;
        }
        if (!Character.isSurrogate(c)) {
            return 2;
        }
        boolean pair =
                Character.isHighSurrogate(c)
                        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        return pair ? 1 : 0;
    }
}
