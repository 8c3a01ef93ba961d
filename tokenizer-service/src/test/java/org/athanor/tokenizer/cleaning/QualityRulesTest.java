package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityRulesTest {

    private static final QualityParameters PAPER = QualityParameters.DEFAULT;

    @Test
    void shouldKeepProse() {
        // Given
        String prose =
                """
                It is a truth universally acknowledged, that a single man in possession of a good \
                fortune, must be in want of a wife. However little known the feelings or views of \
                such a man may be on his first entering a neighbourhood, this truth is so well \
                fixed in the minds of the surrounding families.

                "My dear Mr. Bennet," said his lady to him one day, "have you heard that \
                Netherfield Park is let at last?"
                """;

        // Then
        assertSame(Verdict.KEPT, new QualityRules(PAPER).judge(new Content(List.of(prose))));
    }

    @ParameterizedTest
    @CsvSource({
        "fewWords, 49, word, ''",
        "manyWords, 100001, word, ''",
        "shortWords, 60, ab, ''",
        "longWords, 60, incomprehens, ''",
        // 7 of 67 words are hash signs, and 6 of 66
        "hashSigns, 60, word, ' # # # # # # #'",
        "'', 60, word, ' # # # # # #'",
        "ellipses, 60, word, ' ... ... \u2026 \u2026 ... ... ...'",
        // two dots are none, and six are one
        "'', 60, word, ' .. .. .. .. .. .. .. ......'",
        // 16 of 76 words hold no letter, and 15 of 75
        "fewAlphabeticWords, 60, word, ' 11111 22 333 4444 55 66 777 888 99 10 111 12 1313 14 15 1616'",
        "'', 60, word, ' 11111 22 333 4444 55 66 777 888 99 10 111 12 1313 14 15'"
    })
    void shouldCountWords(String expected, int words, String word, String rest) {
        // When
        String broken = WordRules.broken((word + " ").repeat(words).strip() + rest, PAPER);

        // Then
        assertEquals(expected.isEmpty() ? null : expected, broken);
    }

    @Test
    void shouldAskForStopWordsOnlyWhenTold() {
        // Given
        QualityParameters two =
                new QualityParameters(
                        1, null, 1.0, null, null, null, null, null, 2, null, null, null, null, null,
                        null);

        // Then: the same word twice is one
        assertEquals("fewStopWords", WordRules.broken("the cat and-so the dog", two));
        assertNull(WordRules.broken("The cat With dog", two));
        assertEquals("fewWords", WordRules.broken("The cat With dog", PAPER));
    }

    @ParameterizedTest
    @CsvSource({
        // 10 lines: more than 9 with a bullet, more than 3 with an ellipsis
        "bulletLines, '- %s|', 10, '%s|', 0",
        "'', '\u2022 %s|', 9, '%s|', 1",
        "ellipsisLines, '%s...|', 4, '%s|', 6",
        "'', '%s\u2026|', 3, '%s|', 7",
        // of 10 lines 4 repeat an earlier one; of 10 lines 3 do
        "duplicateLines, same|, 5, 'a longer line, so that few characters repeat %s|', 5",
        "'', same|, 4, 'a longer line, so that few characters repeat %s|', 6",
        "duplicateParagraphs, same||, 5, 'a long line %s|with %s|three lines %s||', 5",
        // two of ten lines are long and repeat
        "duplicateLineCharacters, 'one long line that is said three times|', 3, 'l %s|', 7"
    })
    void shouldCompareLinesAndParagraphs(
            String expected, String first, int firsts, String second, int seconds) {
        // Given
        String text = lines(first, 0, firsts) + lines(second, 100, seconds);

        // When
        String broken = LineRules.broken(text, PAPER);

        // Then
        assertEquals(expected.isEmpty() ? null : expected, broken);
    }

    @Test
    void shouldNotTakeEmphasisAndASingleLineForAList() {
        // Then
        assertNull(LineRules.broken("*so* it is\n-ing is an ending\n**Both** are here", PAPER));
        assertNull(LineRules.broken("- only one...\n", PAPER));
        assertEquals("bulletLines", LineRules.broken("\u2022one\n* two", PAPER));
    }

    @Test
    void shouldWeighTheCommonestRunOfWords() {
        // Given: "aa bb" three times is 12 of 60 characters, then 12 of 59
        String three = "aa bb x1 aa bb x2 aa bb x3 ";
        String sixty = three + "y".repeat(42);
        String fiftyNine = three + "y".repeat(41);

        // Then
        assertNull(RepetitionRules.broken(Words.of(sixty), PAPER));
        assertEquals("top2Grams", RepetitionRules.broken(Words.of(fiftyNine), PAPER));
    }

    @Test
    void shouldWeighLongerRunsWhateverIsKnownOfShorterOnes() {
        // Given: texts of few different words; the rule about two words asks for nothing, or is off
        Random random = new Random(12);
        Set<String> met = new TreeSet<>();
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            int words = 1 + random.nextInt(40);
            for (int word = 0; word < words; word++) {
                text.append("abcdefghij", 0, 1 + random.nextInt(1 + i % 10)).append(' ');
            }
            Words of = Words.of(text.toString());

            // When
            String on = RepetitionRules.broken(of, top(0.999_999, 0.4, 0.35));
            String off = RepetitionRules.broken(of, top(1, 0.4, 0.35));

            // Then
            if (!"top2Grams".equals(on)) {
                assertEquals(off, on, text::toString);
            }
            met.add(String.valueOf(on));
        }
        assertTrue(met.containsAll(Set.of("null", "top3Grams", "top4Grams")), met::toString);
    }

    private static QualityParameters top(double two, double three, double four) {
        return new QualityParameters(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(two, three, four),
                List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0));
    }

    @Test
    void shouldCountCharactersOfRepeatedRunsOnce() {
        // Given: ten words of two letters come twice, so 20 characters repeat, in six runs of five
        String ten = "w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 ";
        String filler = "f".repeat(200 - 40);

        // Then: 20 of 200 is not more than a tenth; 20 of 199 is, for ten words only
        assertNull(RepetitionRules.broken(Words.of(ten + filler + " " + ten), PAPER));
        assertEquals(
                "duplicate10Grams",
                RepetitionRules.broken(Words.of(ten + filler.substring(1) + " " + ten), PAPER));
        assertNotEquals(
                "duplicate10Grams",
                RepetitionRules.broken(Words.of(ten + "f".repeat(80) + " " + ten), PAPER));
    }

    @Test
    void shouldSwitchARuleOffByAShareOfOne() {
        // Given
        QualityParameters lenient =
                new QualityParameters(
                        0,
                        null,
                        0.0,
                        null,
                        9.0,
                        1.0,
                        1.0,
                        0.0,
                        null,
                        1.0,
                        1.0,
                        1.0,
                        1.0,
                        List.of(1.0, 1.0, 1.0),
                        List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0));

        // Then
        assertSame(
                Verdict.KEPT,
                new QualityRules(lenient).judge(new Content(List.of("- again...\n".repeat(100)))));
        assertSame(
                Verdict.KEPT, new QualityRules(lenient).judge(new Content(List.of("- again..."))));
    }

    private static String lines(String pattern, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> pattern.replace("%s", "number " + i).replace('|', '\n'))
                .collect(Collectors.joining());
    }
}
