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
        // Lower case of a text may be longer: capitals such as the dotted I become two characters.
        List<String> compared =
                ignoreCase
                        ? texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList()
                        : texts;
        int length = compared.size();
        for (String text : compared) {
            length += text.length();
        }
        char[] normalised = new char[length];
        int end = 0;
        for (String text : compared) {
            end = append(text, normalised, end);
            normalised[end++] = UNIT_SEPARATOR;
        }
        byte[] utf8 = new String(normalised, 0, end).getBytes(StandardCharsets.UTF_8);
        return ContentHash.ofSha256(Sha256.digest().digest(utf8));
    }

    /** Returns where to go on. */
    private static int append(String text, char[] out, int begin) {
        int end = begin;
        boolean space = false;
        for (char c : text.toCharArray()) {
            if (Character.isWhitespace(c)) {
                space = end > begin;
            } else {
                if (space) {
                    out[end++] = ' ';
                    space = false;
                }
                out[end++] = c;
            }
        }
        return end;
    }
}
