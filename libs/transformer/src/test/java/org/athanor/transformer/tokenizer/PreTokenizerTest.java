package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreTokenizerTest {

    private static final Pattern GPT2 =
            Pattern.compile(
                    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private static final String TRICKY =
            "''''strevmld   \t\n\r\u00a0\u0085\u1680\u2003\u2028\u202f\u205f\u3000\u200b\ufeff"
                    + "aZé中ßǅʰ19²½Ⅷ٣.,!_-€😀🦙́⃝\u001c\u001f\u0000\u180e";

    @Test
    void shouldSplitAsTheRegularExpressionDoesOnRandomUnicode() {
        // Given
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            String text = randomText(random, 1 + random.nextInt(24));

            // When
            List<String> pieces = split(text.getBytes(StandardCharsets.UTF_8));

            // Then
            assertEquals(expected(text), pieces, () -> "text: " + escaped(text));
        }
    }

    @Test
    void shouldClassifyEveryCodePointAsTheRegularExpressionDoes() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                continue;
            }
            // Given
            String text = "a" + Character.toString(codePoint) + "1";

            // When
            List<String> pieces = split(text.getBytes(StandardCharsets.UTF_8));

            // Then
            int shown = codePoint;
            assertEquals(expected(text), pieces, () -> "U+" + Integer.toHexString(shown));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "don't we'll they've I'm you're he'd it's",
                "  leading and trailing  ",
                "a\n\n b",
                "''s 's ''",
                "'",
                "x'"
            })
    void shouldSplitWhatPeopleWrite(String text) {
        // When
        List<String> pieces = split(text.getBytes(StandardCharsets.UTF_8));

        // Then
        assertEquals(expected(text), pieces);
    }

    @Test
    void shouldTakeBytesThatAreNotUtf8AsSymbols() {
        // Given: a cut sequence, an overlong slash, a surrogate, a byte that never occurs
        byte[] bytes = {
            'a', (byte) 0xE2, (byte) 0x82, 'b', (byte) 0xC0, (byte) 0xAF, ' ', (byte) 0xFF
        };

        // When
        List<Integer> ends = ends(bytes);

        // Then
        assertEquals(List.of(1, 3, 4, 6, 8), ends);
    }

    private static String randomText(Random random, int length) {
        StringBuilder text = new StringBuilder();
        int[] tricky = TRICKY.codePoints().toArray();
        for (int i = 0; i < length; i++) {
            if (random.nextInt(8) > 0) {
                text.appendCodePoint(tricky[random.nextInt(tricky.length)]);
            } else {
                int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
                boolean surrogate =
                        codePoint >= Character.MIN_SURROGATE
                                && codePoint <= Character.MAX_SURROGATE;
                text.appendCodePoint(surrogate ? 'q' : codePoint);
            }
        }
        return text.toString();
    }

    private static List<String> expected(String text) {
        List<String> pieces = new ArrayList<>();
        Matcher matcher = GPT2.matcher(text);
        while (matcher.find()) {
            pieces.add(matcher.group());
        }
        return pieces;
    }

    private static List<String> split(byte[] text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int end : ends(text)) {
            pieces.add(new String(text, from, end - from, StandardCharsets.UTF_8));
            from = end;
        }
        return pieces;
    }

    private static List<Integer> ends(byte[] text) {
        List<Integer> ends = new ArrayList<>();
        int at = 0;
        while (at < text.length) {
            at = PreTokenizer.pieceEnd(text, at, text.length);
            ends.add(at);
        }
        return ends;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> escaped.append(String.format("\\u{%x}", c)));
        return escaped.toString();
    }
}
