package org.athanor.tokenizer.cleaning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;

/**
 * The first 128 bits of the sha256 of a document's texts, each run of white space a single space.
 * Ten billion different documents hold two of the same hash with a probability of 1.5e-19.
 */
record ContentHash(long high, long low) {

    /** Parts two texts of a document; no text holds it once control characters are gone. */
    private static final char UNIT_SEPARATOR = '\u001F';

    static ContentHash of(List<String> texts, boolean ignoreCase) {
        StringBuilder normalised = new StringBuilder();
        for (String text : texts) {
            append(ignoreCase ? text.toLowerCase(Locale.ROOT) : text, normalised);
            normalised.append(UNIT_SEPARATOR);
        }
        ByteBuffer digest =
                ByteBuffer.wrap(
                        sha256().digest(normalised.toString().getBytes(StandardCharsets.UTF_8)));
        return new ContentHash(digest.getLong(), digest.getLong());
    }

    private static void append(String text, StringBuilder out) {
        int begin = out.length();
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                space = out.length() > begin;
            } else {
                if (space) {
                    out.append(' ');
                    space = false;
                }
                out.append(c);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
