package org.athanor.transformer.tokenizer;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * GPT-2's printable name for each byte, used in {@code tokenizer.json}: visible Latin-1 characters
 * stand for themselves, the 68 others for U+0100 onwards in order.
 */
final class ByteAlphabet {

    private static final char[] CHARACTERS = new char[256];
    private static final int[] BYTES = new int[0x100 + 68];

    static {
        Arrays.fill(BYTES, -1);
        char substitute = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean visible =
                    (value >= '!' && value <= '~')
                            || (value >= 0xA1 && value <= 0xAC)
                            || (value >= 0xAE);
            CHARACTERS[value] = visible ? (char) value : substitute++;
            BYTES[CHARACTERS[value]] = value;
        }
    }

    private ByteAlphabet() {}

    static String toText(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            text.append(CHARACTERS[value & 0xFF]);
        }
        return text.toString();
    }

    /** The bytes that {@code text} names, or null when a character of it names none. */
    static byte[] toBytes(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char character = text.charAt(i);
            int value = character < BYTES.length ? BYTES[character] : -1;
            if (value < 0) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    /**
     * The bytes that a token of a file names.
     *
     * @throws TokenizerFormatException when it names none
     */
    static byte[] required(Path file, String token) throws TokenizerFormatException {
        byte[] bytes = toBytes(token);
        if (bytes == null || bytes.length == 0) {
            throw new TokenizerFormatException(
                    file, "token '" + token + "' is not in the byte alphabet");
        }
        return bytes;
    }
}
