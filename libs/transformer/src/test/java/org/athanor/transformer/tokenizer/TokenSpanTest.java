package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenSpanTest {

    /** Bytes, and "he" (256) and "hel" (257). */
    private final Tokenizer tokenizer =
            Tokenizer.ofMerges(List.of(new Merge('h', 'e'), new Merge(256, 'l')));

    @Test
    void shouldSayWhereEachTokenLies() {
        // When
        List<TokenSpan> spans = TokenSpan.of(tokenizer, "help");

        // Then
        assertEquals(2, spans.size());
        assertEquals("hel", tokenizer.text(spans.get(0).id()));
        assertEquals(new TokenSpan(spans.get(0).id(), 0, 3, 0, 3), spans.get(0));
        assertEquals(new TokenSpan(spans.get(1).id(), 3, 4, 3, 4), spans.get(1));
    }

    @Test
    void shouldLayEveryTokenOfACharacterOverIt() {
        // Given: a letter of two bytes, one of four, and one of one byte, a token a byte
        String text = "é\uD83D\uDE00x";

        // When
        List<TokenSpan> spans = TokenSpan.of(tokenizer, text);

        // Then
        int[][] expected = {
            {0, 1, 0}, {0, 1, 1}, {1, 2, 2}, {1, 2, 3}, {1, 2, 4}, {1, 2, 5}, {2, 3, 6}
        };
        assertEquals(expected.length, spans.size());
        for (int i = 0; i < expected.length; i++) {
            TokenSpan span = spans.get(i);
            assertEquals(expected[i][0], span.start(), "start of " + span);
            assertEquals(expected[i][1], span.end(), "end of " + span);
            assertEquals(expected[i][2], span.byteStart(), "byteStart of " + span);
            assertEquals(expected[i][2] + 1, span.byteEnd(), "byteEnd of " + span);
        }
    }

    @Test
    void shouldCoverAnyTextWithoutAGap() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            // Given
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(30), 1, 0x1F600)
                    .filter(c -> c < 0xD800 || c > 0xDFFF)
                    .forEach(text::appendCodePoint);
            byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);

            // When
            List<TokenSpan> spans = TokenSpan.of(tokenizer, text.toString());

            // Then
            int at = 0;
            for (TokenSpan span : spans) {
                assertEquals(at, span.byteStart());
                at = span.byteEnd();
                String covered =
                        text.substring(
                                text.offsetByCodePoints(0, span.start()),
                                text.offsetByCodePoints(0, span.end()));
                assertTrue(
                        covered.getBytes(StandardCharsets.UTF_8).length >= at - span.byteStart());
            }
            assertEquals(utf8.length, at);
        }
    }
}
