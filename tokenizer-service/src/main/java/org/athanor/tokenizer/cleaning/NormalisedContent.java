package org.athanor.tokenizer.cleaning;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.athanor.kit.digest.Sha256;
import org.athanor.transformer.dataset.ContentHash;

/** Hashes a document's texts, each run of white space a single space. */
final class NormalisedContent {

    /** Parts two texts of a document; no text holds it once control characters are gone. */
    private static final char UNIT_SEPARATOR = '\u001F';

    private NormalisedContent() {}

    /** Ten billion different documents hold two of the same hash with a probability of 1.5e-19. */
    static ContentHash hash(List<String> texts, boolean ignoreCase) {
        StringBuilder normalised = new StringBuilder();
        for (String text : texts) {
            append(ignoreCase ? text.toLowerCase(Locale.ROOT) : text, normalised);
            normalised.append(UNIT_SEPARATOR);
        }
        return ContentHash.ofSha256(
                Sha256.digest().digest(normalised.toString().getBytes(StandardCharsets.UTF_8)));
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
}
