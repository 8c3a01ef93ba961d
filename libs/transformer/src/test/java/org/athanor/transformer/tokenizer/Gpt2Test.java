package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real GPT-2 tokenizer and the ids that the reference encoders give, where they are at hand. */
class Gpt2Test {

    private static final Path DATA = Path.of("../../../shared/data");

    @TempDir Path folder;

    @BeforeEach
    void findData() throws IOException {
        Path file = DATA.resolve("tokenizer/gpt2_tokenizer.json");
        Assumptions.assumeTrue(
                Files.exists(file), "GPT-2's tokenizer.json is not beside the checkout");
        Files.copy(file, folder.resolve("tokenizer.json"));
    }

    @Test
    void shouldEncodeAsTheReferenceEncodersDo() throws IOException {
        // Given: the file adds runs of blanks to GPT-2's own tokens
        ObjectMapper json = new ObjectMapper();
        Path file = folder.resolve("tokenizer.json");
        ObjectNode root = (ObjectNode) json.readTree(Files.readString(file));
        ArrayNode added = (ArrayNode) root.path("added_tokens");
        while (added.size() > 1) {
            added.remove(1);
        }
        Files.writeString(file, root.toString());
        Tokenizer tokenizer = Tokenizer.load(folder);
        int checked = 0;
        try (BufferedReader vectors = vectors()) {
            for (String line = vectors.readLine(); line != null; line = vectors.readLine()) {
                JsonNode vector = new ObjectMapper().readTree(line);
                JsonNode ids = vector.at("/ids/r50k_base");
                if (ids.isMissingNode()) {
                    continue;
                }
                int[] expected = new int[ids.size()];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = ids.get(i).asInt();
                }
                String text = vector.get("text").asText();

                // When
                int[] encoded = tokenizer.encode(text);

                // Then
                assertArrayEquals(expected, encoded, text);
                assertEquals(text, tokenizer.decode(encoded));
                checked++;
            }
        }
        assertTrue(checked > 300, () -> "too few vectors with r50k ids");
    }

    @Test
    void shouldKeepItsOwnEndOfText() throws IOException {
        // When
        Tokenizer tokenizer = Tokenizer.load(folder);

        // Then
        assertEquals(50256, tokenizer.endOfText());
        assertEquals(50295, tokenizer.vocabularySize());
        assertArrayEquals(
                new int[] {27, 91, 437, 1659, 5239, 91, 29}, tokenizer.encode("<|endoftext|>"));
    }

    private static BufferedReader vectors() throws IOException {
        Path file = DATA.resolve("vectors/tokenizer_encodings.jsonl.gz");
        return new BufferedReader(
                new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
    }
}
