package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PassageDocumentsTest {

    @Test
    void shouldPreferToEndAfterABlankLine() throws IOException {
        // Given: 100 bytes fit
        String first = "a".repeat(40) + "\n" + "b".repeat(20) + "\n\n";
        String second = "c".repeat(30) + "\n" + "d".repeat(60);

        // When
        List<String> passages = passages(first + second, 100);

        // Then
        assertEquals(List.of(first, second), passages);
    }

    @Test
    void shouldEndAfterALineElse() throws IOException {
        // Given
        String text = "a".repeat(70) + "\n" + "b".repeat(50);

        // When
        List<String> passages = passages(text, 100);

        // Then
        assertEquals(List.of("a".repeat(70) + "\n", "b".repeat(50)), passages);
    }

    @Test
    void shouldNeverCutACharacterAndLoseNothing() throws IOException {
        // Given
        Random random = new Random(1);
        String[] characters = {"a", "é", "中", "🦙", "\n", " "};
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                text.append(characters[random.nextInt(random.nextInt(5) == 0 ? 6 : 4)]);
            }

            // When
            List<String> passages = passages(text.toString(), 64 + random.nextInt(64));

            // Then
            assertEquals(text.toString(), String.join("", passages));
            assertTrue(passages.stream().noneMatch(passage -> passage.contains("\uFFFD")));
        }
    }

    private static List<String> passages(String text, int maximumBytes) throws IOException {
        SourceInput input =
                new SourceInput(
                        "text",
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        Long.MAX_VALUE);
        PassageDocuments documents =
                new PassageDocuments(input, new DocumentParser(Format.TEXT, null), maximumBytes);
        List<String> passages = new ArrayList<>();
        long offset = 0;
        for (RawBytes next = documents.next(); next != null; next = documents.next()) {
            assertEquals(offset, next.provenance().offset());
            assertTrue(next.bytes().length <= maximumBytes);
            offset += next.bytes().length;
            passages.add(new String(next.bytes(), StandardCharsets.UTF_8));
        }
        return passages;
    }
}
