package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the Universal Declaration of Human Rights in 532 languages and scripts. */
class UniversalDeclarationTest {

    private static final Path FILE = Path.of("../../shared/data/pretrain/udhr.jsonl.gz");
    private static final Map<String, String> TEXTS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        assumeTrue(Files.exists(FILE), "no translations beside the checkout: " + FILE);
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(FILE)),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode translation = json.readTree(line);
                TEXTS.put(translation.get("lang").asText(), translation.get("text").asText());
            }
        }
    }

    @Test
    void shouldTakeNoTranslationForMojibake() {
        // When
        List<String> taken = new ArrayList<>();
        TEXTS.forEach(
                (language, text) -> {
                    if (Mojibake.in(text).lines() > 0) {
                        taken.add(language);
                    }
                });

        // Then
        assertEquals(List.of(), taken);
    }

    @Test
    void shouldTurnBackEveryTranslation() {
        // When
        List<String> failed = new ArrayList<>();
        TEXTS.forEach(
                (language, text) -> {
                    String misread =
                            new String(
                                    text.getBytes(StandardCharsets.UTF_8),
                                    StandardCharsets.ISO_8859_1);
                    if (!Mojibake.in(misread).repaired().equals(text)) {
                        failed.add(language);
                    }
                });

        // Then: all but those whose few letters beyond ASCII could be meant as they stand
        assertTrue(failed.size() <= TEXTS.size() / 50, failed::toString);
    }

    @Test
    void shouldTellTheLanguagesThatItKnows() {
        // Given
        LanguageGuess guess = new LanguageGuess();
        double confidence = new LanguageParameters(List.of("en"), null, null).confidence();
        int pieces = 0;
        int right = 0;
        int wrong = 0;

        // When: pieces of 200 characters
        for (String code : guess.known()) {
            String text = TEXTS.getOrDefault(code.length() == 2 ? threeLetters(code) : code, "");
            for (int at = 500; at + 200 <= text.length() && at < 6_500; at += 1_000) {
                LanguageGuess.Guess found = guess.of(text.substring(at, at + 200));
                pieces++;
                if (found.confidence() >= confidence) {
                    right += found.language().equals(code) ? 1 : 0;
                    wrong += found.language().equals(code) ? 0 : 1;
                }
            }
        }

        // Then
        assertTrue(pieces > 300, pieces + " pieces");
        assertTrue(right > 0.8 * pieces, right + " right of " + pieces);
        assertTrue(wrong < 0.08 * pieces, wrong + " wrong of " + pieces);
    }

    private static String threeLetters(String code) {
        return Locale.of(code).getISO3Language();
    }
}
