package org.athanor.tokenizer.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.tokenizer.ChatMessage;
import org.athanor.transformer.tokenizer.ChatMessage.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredLinesTest {

    private record Stored(long id, CorpusDocument document) {}

    @Test
    void shouldReadBackWhatACorpusWrites() throws IOException {
        // Given: every form, and what JSON has to escape
        String hard = "a \"b\" \\ \n\t\r \u0000\u0001 é漢😀 \u2028 </x>";
        List<CorpusDocument> documents =
                List.of(
                        of(new Document.Text(hard), 0),
                        of(new Document.Completion(hard, ""), 1L << 40),
                        of(
                                new Document.Chat(
                                        List.of(
                                                new ChatMessage(Role.SYSTEM, ""),
                                                new ChatMessage(Role.USER, hard),
                                                new ChatMessage(Role.ASSISTANT, "x"))),
                                7),
                        of(new Document.Text(""), 8));
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < documents.size(); i++) {
            lines.write(DocumentJson.write(100 + i, documents.get(i)));
            lines.write('\n');
        }

        // When
        List<Stored> read = read(lines.toString(UTF_8));

        // Then
        assertEquals(documents, read.stream().map(Stored::document).toList());
        assertEquals(List.of(100L, 101L, 102L, 103L), read.stream().map(Stored::id).toList());
    }

    @Test
    void shouldReadTheLinesOfACorpusThatNamesNoSource() throws IOException {
        assertEquals(
                List.of(
                        new Stored(
                                12,
                                new CorpusDocument(
                                        new Document.Text("x"),
                                        new Provenance("documents.jsonl", 12)))),
                read("{\"id\":12,\"text\":\"x\"}"));
    }

    @Test
    void shouldPassOverFieldsItDoesNotKnow() throws IOException {
        assertEquals(
                new Document.Text("x"),
                read("{\"id\":1,\"more\":{\"text\":[\"y\"]},\"text\":\"x\"}\n")
                        .getFirst()
                        .document()
                        .document());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1,\"text\":\"x\" | is not JSON",
                "nonsense | is not JSON",
                "[1] | is not a JSON object",
                "{\"id\":1,\"text\":3} | has no text in its field 'text'",
                "{\"id\":-1,\"text\":\"x\"} | has no number in its field 'id'",
                "{\"id\":1} | has neither text, nor prompt and completion, nor messages",
                "{\"id\":1,\"prompt\":\"x\"} | has neither text, nor prompt",
                "{\"id\":1,\"messages\":[{\"role\":\"cat\",\"content\":\"\"}]} | unknown role 'cat'",
                "{\"id\":1,\"messages\":[{\"role\":\"user\"}]} | without role or content"
            })
    void shouldSayThatAnArtifactIsCorrupt(String line, String what) {
        // When
        AthanorException refused = assertThrows(AthanorException.class, () -> read(line));

        // Then
        assertEquals(ErrorCode.CORRUPT_ARTIFACT, refused.code());
        assertTrue(refused.getMessage().contains(what), refused.getMessage());
    }

    private static CorpusDocument of(Document document, long offset) {
        return new CorpusDocument(document, new Provenance("a/b.txt", offset));
    }

    private static List<Stored> read(String lines) throws IOException {
        List<Stored> read = new ArrayList<>();
        StoredLines.read(
                new ByteArrayInputStream(lines.getBytes(UTF_8)),
                (id, document) -> read.add(new Stored(id, document)));
        return read;
    }
}
