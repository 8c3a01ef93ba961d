package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.athanor.kit.problem.AthanorException;
import org.athanor.tokenizer.corpus.CorpusParameters.Policy;
import org.athanor.transformer.tokenizer.ChatMessage;
import org.junit.jupiter.api.Test;

class CorpusReaderTest {

    private final List<Document> kept = new ArrayList<>();
    private final List<Provenance> places = new ArrayList<>();

    @Test
    void shouldReadEachFormatByItsName() throws IOException {
        // When
        read("a.lines.txt", "one\r\ntwo\n\n  \nthree");
        read("b.tsv", "title\tdate\tbody four\n");
        read("c.jsonl", "{\"text\": \"five\", \"lang\": \"en\"}\n");
        read("d.txt", "six\nand its second line");

        // Then
        assertEquals(
                texts("one", "two", "three", "body four", "five", "six\nand its second line"),
                kept);
    }

    @Test
    void shouldReadPairsAndConversations() throws IOException {
        // When
        read("pairs.jsonl", "{\"prompt\":\"p\",\"completion\":\"c\"}\n");
        read(
                "chats.ndjson",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"u\"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n");

        // Then
        assertEquals(new Document.Completion("p", "c"), kept.get(0));
        assertEquals(
                new Document.Chat(
                        List.of(
                                new ChatMessage(ChatMessage.Role.USER, "u"),
                                new ChatMessage(ChatMessage.Role.ASSISTANT, "a"))),
                kept.get(1));
    }

    @Test
    void shouldUnpackGzipWhateverItsName() throws IOException {
        // When
        read("a.lines.gz", gzip("packed\n"));
        read("b.lines", gzip("packed too\n"));

        // Then
        assertEquals(texts("packed", "packed too"), kept);
    }

    @Test
    void shouldDropAByteOrderMark() throws IOException {
        // When
        read("a.lines", "\uFEFFfirst\n");

        // Then
        assertEquals(texts("first"), kept);
    }

    @Test
    void shouldSayWhereADocumentLies() throws IOException {
        // When: offsets count unpacked bytes, and those of a byte-order mark
        read("a.lines", "\uFEFFfirst\r\n\nthird\n");
        read("b.lines.gz", gzip("é\nx\n"));

        // Then
        assertEquals(
                List.of(
                        new Provenance("a.lines", 3),
                        new Provenance("a.lines", 11),
                        new Provenance("b.lines.gz", 0),
                        new Provenance("b.lines.gz", 3)),
                places);
    }

    @Test
    void shouldSetAsideWhatIsNoText() throws IOException {
        // Given: Latin-1, then binary, then a line of JSON that is cut
        byte[] latin1 =
                "good\ncaf\u00e9\nbi\u0000nary\nalso good".getBytes(StandardCharsets.ISO_8859_1);

        // When
        CorpusReader lines = read("a.lines", latin1);
        CorpusReader jsonl = read("b.jsonl", "{\"text\": \"fine\"}\n{\"text\": \"cu\n{\"t\": 1}\n");

        // Then
        assertEquals(texts("good", "also good", "fine"), kept);
        assertEquals(Map.of("invalidUtf8", 1L, "binary", 1L), lines.setAside().figures());
        assertEquals(
                "the document at byte 5 of a.lines is not UTF-8 from its byte 3 on",
                lines.setAside().first());
        assertEquals(Map.of("malformed", 2L), jsonl.setAside().figures());
    }

    @Test
    void shouldFailOnTheFirstBadDocumentWhenToldTo() {
        // Given
        CorpusParameters strict = parameters(null, null, null, Policy.FAIL);

        // When
        var failed =
                assertThrows(
                        AthanorException.class,
                        () ->
                                read(
                                        strict,
                                        "a.jsonl",
                                        bytes("{\"text\": \"fine\"}\n{\"body\": \"x\"}\n")));

        // Then
        assertEquals(
                "the document at byte 17 of a.jsonl has neither text, nor prompt and completion,"
                        + " nor messages, but [body]",
                failed.getMessage());
    }

    @Test
    void shouldSayWhereGzipEndsTooEarly() throws IOException {
        // Given
        byte[] whole = gzip("a line of text that does not repeat 1 2 3\n".repeat(2_000));
        byte[] cut = Arrays.copyOf(whole, whole.length - 20);

        // When
        var failed = assertThrows(AthanorException.class, () -> read("a.lines.gz", cut));
        byte[] broken = whole.clone();
        Arrays.fill(broken, 20, 60, (byte) 0xAA);
        var damaged = assertThrows(AthanorException.class, () -> read("b.lines.gz", broken));

        // Then
        assertTrue(
                failed.getMessage()
                        .matches(
                                "a.lines.gz is gzip that ends too early, after \\d+ unpacked bytes"
                                        + " \\(get it anew, or let damagedSources be skip to keep"
                                        + " what lies before\\)"),
                failed.getMessage());
        assertTrue(
                damaged.getMessage().startsWith("b.lines.gz is gzip that"), damaged.getMessage());
    }

    @Test
    void shouldRefuseAGzipBomb() throws IOException {
        // Given
        TestConfig tight = new TestConfig(1 << 20, 100_000);
        byte[] bomb = gzip("0\n".repeat(100_000));

        // When
        var failed =
                assertThrows(
                        AthanorException.class,
                        () ->
                                read(
                                        parameters(null, null, null, null),
                                        tight,
                                        "bomb.lines.gz",
                                        bomb));

        // Then
        assertTrue(failed.getMessage().contains("more than 100000 bytes"), failed.getMessage());
    }

    @Test
    void shouldSetAsideALineThatIsTooLongAndReadOn() throws IOException {
        // Given
        TestConfig tight = new TestConfig(1_000, 1 << 20);
        byte[] lines = bytes("short\n" + "x".repeat(200_000) + "\nafter\n" + "y".repeat(1_001));

        // When
        CorpusReader reader = read(parameters(null, null, null, null), tight, "a.lines", lines);
        var refused =
                assertThrows(
                        AthanorException.class,
                        () ->
                                read(
                                        parameters(null, null, null, Policy.FAIL),
                                        tight,
                                        "a.lines",
                                        lines));

        // Then
        assertEquals(texts("short", "after", "short"), kept);
        assertEquals(Map.of("tooLong", 2L), reader.setAside().figures());
        assertTrue(
                refused.getMessage()
                        .startsWith("the document at byte 6 of a.lines is a line of more"),
                refused.getMessage());
    }

    @Test
    void shouldCountSkipAndLimitAsDocumentsLieInTheSource() throws IOException {
        // Given: English and German in turn; a run's part is the same with and without the filter
        String text =
                """
                the first of the four is in English and it is short
                der zweite von den vieren ist auf Deutsch und auch nicht lang
                the third of the four is in English and it is short
                der vierte von den vieren ist auf Deutsch und auch nicht lang
                """;

        // When
        CorpusReader front = read(parameters("en", null, 2L, null), "a.lines", bytes(text));
        List<Document> first = List.copyOf(kept);
        kept.clear();
        CorpusReader back = read(parameters("en", 2L, null, null), "a.lines", bytes(text));

        // Then
        assertEquals(1, first.size());
        assertEquals(1, kept.size());
        assertTrue(first.getFirst().texts().getFirst().startsWith("the first"));
        assertTrue(kept.getFirst().texts().getFirst().startsWith("the third"));
        assertEquals(2, front.read());
        assertEquals(1, front.otherLanguage());
        assertEquals(4, back.read());
    }

    @Test
    void shouldRefuseToMixForms() {
        // When
        var failed =
                assertThrows(
                        AthanorException.class,
                        () ->
                                read(
                                        "a.jsonl",
                                        "{\"text\":\"x\"}\n{\"prompt\":\"p\",\"completion\":\"c\"}\n"));

        // Then
        assertTrue(failed.getMessage().contains("a corpus has one form"), failed.getMessage());
    }

    @Test
    void shouldHaveNoFormWithoutDocuments() throws IOException {
        // When
        CorpusReader reader = read("a.lines", "\n\n");

        // Then
        assertNull(reader.form());
        assertEquals(2, reader.blank());
    }

    @Test
    void shouldNameTheColumnThatIsMissing() throws IOException {
        // Given
        Source third = Reading.source(Format.TSV, "2");
        CorpusReader reader = reader(parameters(null, null, null, null), TestConfig.DEFAULT);

        // When
        reader.read(third, openable("a", bytes("1\t2\t3\n1\t2\n")));

        // Then
        assertEquals(texts("3"), kept);
        assertEquals(
                "the document at byte 6 of a has no column 2, only 2 columns",
                reader.setAside().first());
    }

    private CorpusReader read(String name, String content) throws IOException {
        return read(name, bytes(content));
    }

    private CorpusReader read(String name, byte[] content) throws IOException {
        return read(parameters(null, null, null, null), name, content);
    }

    private CorpusReader read(CorpusParameters parameters, String name, byte[] content)
            throws IOException {
        return read(parameters, TestConfig.DEFAULT, name, content);
    }

    private CorpusReader read(
            CorpusParameters parameters, CorpusConfig config, String name, byte[] content)
            throws IOException {
        CorpusReader reader = reader(parameters, config);
        reader.read(Reading.source(null, null), openable(name, content));
        return reader;
    }

    private CorpusReader reader(CorpusParameters parameters, CorpusConfig config) {
        return new CorpusReader(parameters, config, this::keep, read -> {});
    }

    private void keep(CorpusDocument document) {
        kept.add(document.document());
        places.add(document.provenance());
    }

    private static OpenableSource openable(String name, byte[] content) {
        return new ByteSource(name, () -> new ByteArrayInputStream(content));
    }

    private static CorpusParameters parameters(
            String language, Long skip, Long limit, Policy policy) {
        Source source = Reading.source(null, null);
        return new CorpusParameters(
                "test", List.of(source), language, skip, limit, policy, null, null, null);
    }

    private static List<Document> texts(String... texts) {
        return Arrays.stream(texts).<Document>map(Document.Text::new).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(bytes(text));
        }
        return bytes.toByteArray();
    }
}
