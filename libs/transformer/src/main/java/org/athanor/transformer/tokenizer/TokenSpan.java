package org.athanor.transformer.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A token of a text and where it lies there. A character that takes several tokens lies in each of
 * them, so that spans of characters may overlap; spans of bytes never do.
 *
 * @param id of the token
 * @param start its first character, in code points
 * @param end behind its last character, in code points
 * @param byteStart its first byte in UTF-8
 * @param byteEnd behind its last byte in UTF-8
 */
public record TokenSpan(int id, int start, int end, int byteStart, int byteEnd) {

    /**
     * The tokens of a text, in their order. What the tokenizer puts before every text, a begin token
     * for instance, lies at the text's start and has no length.
     *
     * @throws IllegalStateException when tokens do not spell the text: its tokenizer changes text
     */
    public static List<TokenSpan> of(Tokenizer tokenizer, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        List<TokenSpan> spans = new ArrayList<>();
        int at = 0;
        int characters = 0; // that begin before `at`
        boolean begins = false;
        for (int id : tokenizer.encode(utf8)) {
            byte[] bytes = tokenizer.bytesOf(id);
            int length = (begins ? Tokenizer.withoutSpace(bytes) : bytes).length;
            begins = tokenizer.isBeginning(id);
            int end = at + length;
            if (end > utf8.length) {
                throw changed(end, utf8.length);
            }
            int first = characters - (isInside(utf8, at) ? 1 : 0);
            for (int i = at; i < end; i++) {
                characters += isInside(utf8, i) ? 0 : 1;
            }
            spans.add(new TokenSpan(id, length == 0 ? characters : first, characters, at, end));
            at = end;
        }
        if (at != utf8.length) {
            throw changed(at, utf8.length);
        }
        return spans;
    }

    /** Whether the byte continues a character (10xxxxxx). */
    private static boolean isInside(byte[] utf8, int at) {
        return at < utf8.length && (utf8[at] & 0xC0) == 0x80;
    }

    private static IllegalStateException changed(int tokens, int text) {
        return new IllegalStateException(
                "the tokens spell %d bytes, the text has %d: this tokenizer changes text, which then has no offsets"
                        .formatted(tokens, text));
    }
}
