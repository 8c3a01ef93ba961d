package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedVocabularyTest {

    private static final Path VECTORS =
            Path.of("../../../shared/data/vectors/tokenizer_encodings.jsonl.gz");

    @ParameterizedTest
    @ValueSource(strings = {"r50k_base", "cl100k_base", "o200k_base"})
    void shouldEncodeAsJTokkitDoes(String name) {
        // Given
        Tokenizer tokenizer = Tokenizer.named(name);
        Encoding reference = Encodings.newLazyEncodingRegistry().getEncoding(name).orElseThrow();
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            String text = RandomText.of(random, 1 + random.nextInt(20));

            // When
            int[] ids = tokenizer.encode(text);

            // Then
            assertArrayEquals(reference.encodeOrdinary(text).toArray(), ids, text);
            assertEquals(text, tokenizer.decode(ids));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r50k_base", "cl100k_base", "o200k_base"})
    void shouldEncodeLongPiecesAsJTokkitDoes(String name) {
        // Given: each is one piece, or a few, too long for the quadratic search
        Tokenizer tokenizer = Tokenizer.named(name);
        Encoding reference = Encodings.newLazyEncodingRegistry().getEncoding(name).orElseThrow();
        Random random = new Random(12);
        for (int round = 0; round < 300; round++) {
            int length = 20 + random.nextInt(2_000);
            String alphabet = round % 3 == 0 ? "ab" : round % 3 == 1 ? "etaoinshr" : "中文字字的一";
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }

            // When
            int[] ids = tokenizer.encode(text.toString());

            // Then
            assertArrayEquals(reference.encodeOrdinary(text.toString()).toArray(), ids);
        }
        for (String unit : List.of("a", " ", "=", "ab", "\n", "!?")) {
            String text = unit.repeat(3_001);
            assertArrayEquals(
                    reference.encodeOrdinary(text).toArray(), tokenizer.encode(text), unit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r50k_base", "cl100k_base", "o200k_base"})
    void shouldGiveTheReferenceIds(String name) throws IOException {
        // Given
        Assumptions.assumeTrue(Files.exists(VECTORS), VECTORS + " is not beside the checkout");
        Tokenizer tokenizer = Tokenizer.named(name);
        int checked = 0;
        try (BufferedReader vectors =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(VECTORS)),
                                StandardCharsets.UTF_8))) {
            for (String line = vectors.readLine(); line != null; line = vectors.readLine()) {
                JsonNode vector = new ObjectMapper().readTree(line);
                JsonNode ids = vector.path("ids").path(name);
                if (ids.isMissingNode()) {
                    continue;
                }
                int[] expected = new int[ids.size()];
                Arrays.setAll(expected, i -> ids.get(i).asInt());
                String text = vector.get("text").asText();

                // When
                int[] encoded = tokenizer.encode(text);

                // Then
                assertArrayEquals(expected, encoded, text);
                assertEquals(text, tokenizer.decode(encoded));
                checked++;
            }
        }
        assertTrue(checked > 300, "too few vectors with ids of " + name);
    }

    @ParameterizedTest
    @CsvSource({"r50k_base,50256,50257", "cl100k_base,100257,100277", "o200k_base,199999,200019"})
    void shouldKeepSpecialTokensOutOfText(String name, int endOfText, int size) {
        // Given
        Tokenizer tokenizer = Tokenizer.named(name);

        // When
        int[] ids = tokenizer.encode(String.join("", tokenizer.specialTokens().keySet()));

        // Then
        assertEquals(endOfText, tokenizer.endOfText());
        assertEquals(size, tokenizer.vocabularySize());
        assertTrue(Arrays.stream(ids).noneMatch(tokenizer::isSpecial));
        assertEquals("", tokenizer.decode(endOfText));
    }

    @ParameterizedTest
    @ValueSource(strings = {"r50k_base", "cl100k_base", "o200k_base"})
    void shouldEncodeEveryTokenOfItsOwnToItself(String name) {
        // Given: whole tokens come first, so a text that is one piece and a token is that token
        Tokenizer tokenizer = Tokenizer.named(name);
        SplitPattern pattern = tokenizer.splitPattern().orElseThrow();
        List<TokenTable.Entry> entries = tokenizer.table().entries();
        int checked = 0;
        for (int id = 0; id < entries.size(); id++) {
            if (entries.get(id).kind() != TokenTable.Kind.NORMAL) {
                continue;
            }
            byte[] bytes = tokenizer.bytesOf(id);
            if (pattern.pieceEnd(bytes, 0, bytes.length) == bytes.length) {
                // When, then
                assertArrayEquals(new int[] {id}, tokenizer.encode(bytes));
                checked++;
            }
        }
        assertTrue(checked > 45_000, "too few tokens are pieces: " + checked);
    }

    @Test
    void shouldComeBackFromItsFile(@TempDir Path folder) throws IOException {
        // Given
        Tokenizer tokenizer = Tokenizer.named("cl100k_base");
        tokenizer.save(folder);

        // When
        Tokenizer loaded = Tokenizer.load(folder);

        // Then
        Random random = new Random(13);
        for (int round = 0; round < 2_000; round++) {
            String text = RandomText.of(random, 12);
            assertArrayEquals(tokenizer.encode(text), loaded.encode(text), text);
        }
        assertEquals(tokenizer.specialTokens(), loaded.specialTokens());
        assertEquals(tokenizer.endOfText(), loaded.endOfText());
    }

    @Test
    void shouldReadAVocabularyOnce() {
        assertSame(Tokenizer.named("r50k_base"), Tokenizer.named("r50k_base"));
    }

    @Test
    void shouldNameTheVocabulariesThatThereAre() {
        // When
        var refused =
                assertThrows(IllegalArgumentException.class, () -> Tokenizer.named("p99k_base"));

        // Then
        assertTrue(refused.getMessage().contains("'p99k_base'"), refused.getMessage());
        assertTrue(
                refused.getMessage().contains("[r50k_base, cl100k_base, o200k_base]"),
                refused.getMessage());
    }
}
