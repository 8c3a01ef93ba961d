package org.athanor.reward.feedback;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What text feedback may consist of. */
final class Texts {

    /** Characters of a prompt's turn or of a completion. */
    static final int MAXIMUM_LENGTH = 100_000;

    private Texts() {}

    /** {@code text}, once it is known to survive PostgreSQL and UTF-8 unchanged. */
    static String storable(String text, String name) {
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        if (text.length() > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException(
                    "%s has %d characters, at most %d are allowed"
                            .formatted(name, text.length(), MAXIMUM_LENGTH));
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    name + " contains the character U+0000, which cannot be stored");
        }
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException loneSurrogate) {
            throw new IllegalArgumentException(
                    name + " is not valid Unicode: it contains half of a surrogate pair",
                    loneSurrogate);
        }
        return text;
    }
}
