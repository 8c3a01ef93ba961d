package org.athanor.tokenizer.cleaning;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text in UTF-8 that somebody read as Latin-1 or Windows-1252 ("cafÃ©"). A line is turned back when
 * all its characters beyond ASCII together are bytes of valid UTF-8, and there is a pair in it, or
 * elsewhere in the document, that nobody writes: a letter before a sign such as {@code ©} or {@code
 * €}. A letter before a quotation mark, a dash or a no-break space proves nothing ("CAFÉ»" is valid
 * UTF-8 too), and a line that also holds sound letters beyond ASCII is left alone. Text that was
 * spoilt several times is turned back as often.
 */
final class Mojibake {

    private static final int MOST_TIMES = 3;

    /** Signs that follow a letter in sound text. */
    private static final String ORDINARY_AFTER_A_LETTER =
            "\u00A0\u00AB\u00BB\u2039\u203A\u2018\u2019\u201A\u201C\u201D\u201E\u2013\u2014\u2026"
                    + "\u2020\u2021\u2022\u00B7\u00AA\u00BA\u00B0\u00B9\u00B2\u00B3\u00AE\u2122\u00AD\u00B4";

    /**
     * Signs that follow "Â" and "Ã" where these end a word. They seldom do, and "Ã" before a no-break
     * space, which is "à", is the commonest pair of all.
     */
    private static final String ORDINARY_AFTER_A_RARE_CAPITAL =
            "\u00BB\u203A\u2018\u2019\u201C\u201D\u2013\u2014\u2026";

    private static final char LAST_RARE_CAPITAL = '\u00C3';
    private static final int MANY_TRIPLES = 8;

    private final String repaired;
    private final int lines;

    private Mojibake(String repaired, int lines) {
        this.repaired = repaired;
        this.lines = lines;
    }

    /** The text with what could be turned back. */
    String repaired() {
        return repaired;
    }

    /** How many lines were turned back. */
    int lines() {
        return lines;
    }

    static Mojibake in(String text) {
        String now = text;
        int lines = 0;
        for (int time = 0; time < MOST_TIMES && hasProof(now); time++) {
            StringBuilder out = new StringBuilder(now.length());
            int turned = once(now, out);
            if (turned == 0) {
                break;
            }
            lines = Math.max(lines, turned);
            now = out.toString();
        }
        return new Mojibake(now, lines);
    }

    private static int once(String text, StringBuilder out) {
        int turned = 0;
        for (int start = 0; start < text.length(); ) {
            int lineEnd = text.indexOf('\n', start);
            int end = lineEnd < 0 ? text.length() : lineEnd + 1;
            String line = turnedBack(text, start, end);
            if (line == null) {
                out.append(text, start, end);
            } else {
                out.append(line);
                turned++;
            }
            start = end;
        }
        return turned;
    }

    /** The line read as UTF-8, or null when it has only ASCII or cannot be. */
    private static String turnedBack(String text, int start, int end) {
        byte[] bytes = new byte[end - start];
        boolean ascii = true;
        for (int i = start; i < end; i++) {
            int value = Windows1252.byteOf(text.charAt(i));
            if (value < 0) {
                return null;
            }
            ascii &= value < 0x80;
            bytes[i - start] = (byte) value;
        }
        if (ascii) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /**
     * Whether some pair of the text is what UTF-8's bytes look like and no sound text, or there are
     * many letters before two signs: scripts beyond U+0800 are nothing else.
     */
    private static boolean hasProof(String text) {
        int triples = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            char lead = text.charAt(i);
            if (lead < 0xC2 || lead > 0xF4 || !isContinuation(text.charAt(i + 1))) {
                continue;
            }
            if (isProof(lead, text.charAt(i + 1))) {
                return true;
            }
            boolean triple =
                    lead >= 0xE0 && i + 2 < text.length() && isContinuation(text.charAt(i + 2));
            if (triple && ++triples == MANY_TRIPLES) {
                return true;
            }
        }
        return false;
    }

    /** Whether the character was read from a byte from 0x80 to 0xBF. */
    private static boolean isContinuation(char c) {
        int value = Windows1252.byteOf(c);
        return value >= 0x80 && value <= 0xBF;
    }

    private static boolean isProof(char lead, char next) {
        String ordinary =
                lead <= LAST_RARE_CAPITAL ? ORDINARY_AFTER_A_RARE_CAPITAL : ORDINARY_AFTER_A_LETTER;
        return ordinary.indexOf(next) < 0;
    }
}
