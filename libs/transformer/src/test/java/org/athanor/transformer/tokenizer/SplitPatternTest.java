package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SplitPatternTest {

    /** The two regular expressions that {@link SplitPattern#STARCODER} is. */
    private static final List<String> STARCODER =
            List.of(
                    "\\p{N}",
                    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

    /** Every class of characters, contractions in all their letters, odd folds and line breaks. */
    private static final String[] ALPHABETS = {
        "''''strevmld   \t\n\r\u00a0\u0085\u1680\u2003\u2028\u202f\u205f\u3000\u200b\ufeff"
                + "aZé中ßǅʰ19²½Ⅷ٣.,!_-€😀🦙\u0301\u20dd\u001c\u001f\u0000\u180e",
        "''sStTrReEvVmMlLdD\u017f\u212ai\u0130\u0131ab",
        "aAbB\u01c5\u02b0\u4e2d\u0301\u0903 '!",
        "AB\u0301\u02b0 ",
        " \n\r\t/!a",
        "0123456789\u0663\u00bd\u2167 a.",
        "中文かなアイ・゠\u3040\u3099ー龥龦 aZ9#!\u0007\u00ad\u0301\r\n",
        "#$aB中 \u0007\u200b\ue000\n9",
    };

    @ParameterizedTest
    @EnumSource
    void shouldSplitAsTheRegularExpressionDoesOnRandomUnicode(SplitPattern pattern) {
        // Given
        List<Pattern> regexes = compiled(pattern);
        Random random = new Random(1);
        for (int round = 0; round < 40_000; round++) {
            int[] alphabet = ALPHABETS[round % ALPHABETS.length].codePoints().toArray();
            String text = randomText(random, alphabet, 1 + random.nextInt(24));

            // When
            List<String> pieces = split(pattern, text.getBytes(StandardCharsets.UTF_8));

            // Then
            assertEquals(expected(regexes, text), pieces, () -> "text: " + escaped(text));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldClassifyEveryCodePointAsTheRegularExpressionDoes(SplitPattern pattern) {
        List<Pattern> regexes = compiled(pattern);
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                continue;
            }
            // Given: a capital and a small letter tell cases apart, a line break white space
            String text =
                    "aB"
                            + Character.toString(codePoint)
                            + "c1"
                            + Character.toString(codePoint)
                            + "\n";

            // When
            List<String> pieces = split(pattern, text.getBytes(StandardCharsets.UTF_8));

            // Then
            int shown = codePoint;
            assertEquals(expected(regexes, text), pieces, () -> "U+" + Integer.toHexString(shown));
        }
    }

    @Test
    void shouldSplitWhatPeopleWrite() {
        // Given
        String text = "I'VE paid 12345 €, HTTPServer's naïve//\n\n  ok";

        // Then
        assertEquals(
                List.of(
                        "I",
                        "'",
                        "VE",
                        " paid",
                        " 12345",
                        " €,",
                        " HTTPServer",
                        "'s",
                        " naïve",
                        "//",
                        "\n\n ",
                        " ok"),
                split(SplitPattern.GPT2, text));
        assertEquals(
                List.of(
                        "I",
                        "'VE",
                        " paid",
                        " ",
                        "123",
                        "45",
                        " €,",
                        " HTTPServer",
                        "'s",
                        " naïve",
                        "//\n\n",
                        " ",
                        " ok"),
                split(SplitPattern.CL100K, text));
        assertEquals(
                List.of(
                        "I'VE",
                        " paid",
                        " ",
                        "123",
                        "45",
                        " €,",
                        " HTTPServer's",
                        " naïve",
                        "//\n\n",
                        " ",
                        " ok"),
                split(SplitPattern.O200K, text));
        assertEquals(split(SplitPattern.CL100K, text), split(SplitPattern.LLAMA3, text));
        List<String> everyDigitAlone =
                List.of(
                        "I",
                        "'VE",
                        " paid",
                        " ",
                        "1",
                        "2",
                        "3",
                        "4",
                        "5",
                        " €,",
                        " HTTPServer",
                        "'s",
                        " naïve",
                        "//\n\n",
                        " ",
                        " ok");
        assertEquals(everyDigitAlone, split(SplitPattern.QWEN2, text));
        assertEquals(split(SplitPattern.QWEN2, text), split(SplitPattern.QWEN35, text));
        assertEquals(everyDigitAlone, split(SplitPattern.TEKKEN, text));
        assertEquals(
                List.of("x", "  ", "1", "2", " y", " ", " z"),
                split(SplitPattern.STARCODER, "x  12 y  z"));
        assertEquals(
                List.of("#include", " ", "123", "45", " <", "中文", " ok"),
                split(SplitPattern.DEEPSEEK3, "#include 12345 <中文 ok"));
    }

    @Test
    void shouldEndAWordWhereACapitalFollowsASmallLetter() {
        assertEquals(
                List.of("camel", "Case", "HTTPServer", "XML"),
                split(SplitPattern.O200K, "camelCaseHTTPServerXML"));
    }

    @Test
    void shouldFoldTheLongSButNoOtherLetter() {
        assertEquals(List.of("it", "'ſ", "x"), split(SplitPattern.CL100K, "it'ſx"));
        assertEquals(List.of("it'ſ", "x"), split(SplitPattern.O200K, "it'ſx"));
        assertEquals(List.of("it", "'", "ſx"), split(SplitPattern.GPT2, "it'ſx"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeBytesThatAreNotUtf8AsSymbols(SplitPattern pattern) {
        // Given: a cut sequence, an overlong slash, a surrogate, a byte that never occurs
        byte[] bytes = {
            '1', (byte) 0xE2, (byte) 0x82, '2', (byte) 0xC0, (byte) 0xAF, ' ', (byte) 0xFF
        };

        // When
        List<Integer> ends = ends(pattern, bytes);

        // Then
        assertEquals(List.of(1, 3, 4, 6, 8), ends);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCoverAnyBytesOfAnySlice(SplitPattern pattern) {
        // Given
        Random random = new Random(4);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(40)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length);
            int to = from + 1 + random.nextInt(bytes.length - from);

            // When
            int at = from;
            List<Integer> ends = new ArrayList<>();
            while (at < to) {
                int end = pattern.pieceEnd(bytes, at, to);
                assertTrue(end > at && end <= to, pattern + " stands still at " + at);
                ends.add(end - from);
                at = end;
            }

            // Then: what lies around the slice makes no difference
            assertEquals(ends(pattern, Arrays.copyOfRange(bytes, from, to)), ends);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSplitAMillionOfAnyCharacterInLinearTime(SplitPattern pattern) {
        for (String unit :
                List.of("a", "A", " ", "\n", "1", "!", "\u0301", "A\u0301", " \n", "'")) {
            // Given: a quadratic splitter would take minutes
            byte[] text =
                    (unit.repeat(1_000_000 / unit.length()) + "x").getBytes(StandardCharsets.UTF_8);

            // When
            List<Integer> ends =
                    Assertions.assertTimeoutPreemptively(
                            Duration.ofSeconds(60), () -> ends(pattern, text));

            // Then
            assertEquals(text.length, ends.getLast());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeFoundByItsRegularExpressions(SplitPattern pattern) {
        assertEquals(Optional.of(pattern), SplitPattern.ofRegexes(pattern.regexes()));
    }

    @Test
    void shouldBeFoundBySpellingsOfTheSame() {
        // Given: line breaks as they are, as DeepSeek's file has them
        List<String> raw =
                SplitPattern.DEEPSEEK3.regexes().stream()
                        .map(regex -> regex.replace("\\r", "\r").replace("\\n", "\n"))
                        .toList();

        // Then
        assertEquals(Optional.of(SplitPattern.DEEPSEEK3), SplitPattern.ofRegexes(raw));
        assertEquals(Optional.of(SplitPattern.STARCODER), SplitPattern.ofRegexes(STARCODER));
    }

    @Test
    void shouldNotGuessARegularExpression() {
        assertEquals(Optional.empty(), SplitPattern.ofRegexes(List.of("\\s+")));
        assertEquals(Optional.empty(), SplitPattern.ofRegexes(STARCODER.reversed()));
    }

    /** With the flag, \s means Unicode's White_Space and (?i) folds as Unicode does. */
    private static List<Pattern> compiled(SplitPattern pattern) {
        return pattern.regexes().stream()
                .map(regex -> Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS))
                .toList();
    }

    private static String randomText(Random random, int[] alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            if (random.nextInt(12) > 0) {
                text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
            } else {
                int codePoint =
                        random.nextInt(
                                random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT + 1);
                boolean surrogate =
                        codePoint >= Character.MIN_SURROGATE
                                && codePoint <= Character.MAX_SURROGATE;
                text.appendCodePoint(surrogate ? 'q' : codePoint);
            }
        }
        return text.toString();
    }

    /** Each cuts what the one before left whole; what is between its matches is a piece. */
    private static List<String> expected(List<Pattern> regexes, String text) {
        List<String> pieces = List.of(text);
        for (Pattern regex : regexes) {
            pieces = pieces.stream().flatMap(piece -> cut(regex, piece).stream()).toList();
        }
        return pieces;
    }

    private static List<String> cut(Pattern regex, String text) {
        List<String> pieces = new ArrayList<>();
        Matcher matcher = regex.matcher(text);
        int end = 0;
        while (matcher.find()) {
            if (end < matcher.start()) {
                pieces.add(text.substring(end, matcher.start()));
            }
            pieces.add(matcher.group());
            end = matcher.end();
        }
        if (end < text.length()) {
            pieces.add(text.substring(end));
        }
        return pieces;
    }

    private static List<String> split(SplitPattern pattern, String text) {
        return split(pattern, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> split(SplitPattern pattern, byte[] text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int end : ends(pattern, text)) {
            pieces.add(new String(text, from, end - from, StandardCharsets.UTF_8));
            from = end;
        }
        return pieces;
    }

    private static List<Integer> ends(SplitPattern pattern, byte[] text) {
        List<Integer> ends = new ArrayList<>();
        int at = 0;
        while (at < text.length) {
            at = pattern.pieceEnd(text, at, text.length);
            ends.add(at);
        }
        return Collections.unmodifiableList(ends);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> escaped.append(String.format("\\u{%x}", c)));
        return escaped.toString();
    }
}
