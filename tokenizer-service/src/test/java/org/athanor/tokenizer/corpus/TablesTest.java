package org.athanor.tokenizer.corpus;

import static org.athanor.tokenizer.corpus.Reading.bytes;
import static org.athanor.tokenizer.corpus.Reading.joined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jerolba.carpet.CarpetWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.athanor.kit.problem.AthanorException;
import org.athanor.tokenizer.corpus.CorpusParameters.Policy;
import org.athanor.transformer.tokenizer.ChatMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CSV and Parquet. */
class TablesTest {

    private static final String CSV =
            """
            id,text,note
            1,"a ""quoted"" text, in
            two lines",x
            2,é,
            3
            """;

    @TempDir Path folder;

    /** As data sets of the hub have it. */
    record Row(long id, String text) {}

    record Message(String role, String content) {}

    record Conversation(String id, List<Message> messages) {}

    record Pair(String prompt, String completion) {}

    @Test
    void shouldReadTheColumnOfCsvThatHasTheText() throws IOException {
        // When
        Reading reading = Reading.of("a.csv", bytes(CSV));

        // Then
        assertEquals(List.of("a \"quoted\" text, in\ntwo lines", "é"), reading.texts());
        assertEquals(
                List.of(new Provenance("a.csv", 13), new Provenance("a.csv", 51)),
                reading.places());
        assertEquals(
                "the document at byte 57 of a.csv has no column 1, only 1 columns",
                reading.reader.setAside().first());
    }

    @Test
    void shouldReadTheColumnThatIsAskedForByNameOrNumber() throws IOException {
        assertEquals(List.of("x"), Reading.of("a.csv", bytes(CSV), "note").texts());
        assertEquals(List.of("1", "2", "3"), Reading.of("a.csv", bytes(CSV), "0").texts());
        assertEquals(
                List.of("b"),
                Reading.of("a.jsonl", bytes("{\"text\":\"a\",\"body\":\"b\"}\n"), "body").texts());
    }

    @Test
    void shouldReadPairsAndConversationsOfCsv() throws IOException {
        // When
        Reading pairs = Reading.of("a.csv", bytes("completion,x,prompt\r\nc,1,p\r\n"));
        Reading chats =
                Reading.of(
                        "b.csv",
                        bytes(
                                "messages\n\"[{\"\"role\"\":\"\"assistant\"\",\"\"content\"\":\"\"hi\"\"}]\"\n"));

        // Then
        assertEquals(List.of(new Document.Completion("p", "c")), pairs.documents());
        assertEquals(
                List.of(
                        new Document.Chat(
                                List.of(new ChatMessage(ChatMessage.Role.ASSISTANT, "hi")))),
                chats.documents());
    }

    @Test
    void shouldNameTheColumnsThatThereAre() {
        var none =
                assertThrows(
                        AthanorException.class, () -> Reading.of("a.csv", bytes("a,b\n1,2\n")));
        var other =
                assertThrows(
                        AthanorException.class,
                        () -> Reading.of("a.csv", bytes("a,b\n1,2\n"), "c"));

        assertEquals(
                "a.csv has none of the columns text, prompt and completion, messages: choose a column of [a, b]",
                none.getMessage());
        assertEquals("a.csv has no column 'c', only [a, b]", other.getMessage());
    }

    @Test
    void shouldSetAsideACellThatIsNoUtf8() throws IOException {
        // Given
        byte[] latin1 = "text,x\ncaf\u00e9,1\nfine,2\n".getBytes(StandardCharsets.ISO_8859_1);

        // When
        Reading reading = Reading.of("a.csv", latin1);

        // Then
        assertEquals(List.of("fine"), reading.texts());
        assertEquals(
                "the document at byte 7 of a.csv is not UTF-8 from its byte 3 on",
                reading.reader.setAside().first());
    }

    @Test
    void shouldBoundARecordOfCsv() throws IOException {
        // Given: a record that is too long, then a quote that is never closed
        TestConfig tight = new TestConfig(1_000, 1 << 24);
        byte[] csv = bytes("text\n" + "x".repeat(1_001) + "\nfine\n\"" + "y\n".repeat(200_000));

        // When
        Reading reading =
                new Reading(Reading.source(null, null), tight, null, Policy.SKIP)
                        .read("a.csv", csv);

        // Then
        assertEquals(List.of("fine"), reading.texts());
        assertEquals(Map.of("tooLong", 1L), reading.reader.setAside().figures());
        assertTrue(
                reading.reader
                        .firstDamaged()
                        .startsWith("a.csv holds a record of more than 2000 bytes after its byte"),
                reading.reader.firstDamaged());
    }

    @Test
    void shouldSayWhereCsvIsDamaged() throws IOException {
        // When
        Reading open = new Reading(Policy.SKIP).read("a.csv", bytes("text\nfine\n\"never closed"));
        Reading wild = new Reading(Policy.SKIP).read("b.csv", bytes("text\nfine\n\"a\"b\nx\n"));

        // Then
        assertEquals(List.of("fine"), open.texts());
        assertEquals(
                "a.csv is CSV that is damaged in the record after that at byte 5:"
                        + " a quote is never closed",
                open.reader.firstDamaged());
        assertEquals(List.of("fine"), wild.texts());
        assertEquals(1, wild.reader.damagedSources());
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void shouldReadParquetHoweverItIsPacked(CompressionCodecName codec) throws IOException {
        // Given: several row groups
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            rows.add(new Row(i, i == 7 ? null : "text é " + i));
        }
        byte[] parquet = parquet(Row.class, rows, codec);

        // When
        Reading reading = Reading.of("a.parquet", parquet);
        Reading ids = Reading.of("a.parquet", parquet, "id");

        // Then: a row without text is blank
        assertEquals(4_999, reading.kept.size());
        assertEquals(1, reading.reader.blank());
        assertEquals("text é 8", reading.texts().get(7));
        assertEquals(new Provenance("a.parquet", 4_999), reading.places().getLast());
        assertEquals("4999", ids.texts().getLast());
    }

    @Test
    void shouldReadPairsAndConversationsOfParquet() throws IOException {
        // Given
        byte[] pairs =
                parquet(Pair.class, List.of(new Pair("p", "c")), CompressionCodecName.SNAPPY);
        byte[] chats =
                parquet(
                        Conversation.class,
                        List.of(
                                new Conversation(
                                        "x",
                                        List.of(
                                                new Message("user", "u"),
                                                new Message("assistant", "a")))),
                        CompressionCodecName.ZSTD);

        // Then
        assertEquals(
                List.of(new Document.Completion("p", "c")),
                Reading.of("a.parquet", pairs).documents());
        assertEquals(
                List.of(
                        new Document.Chat(
                                List.of(
                                        new ChatMessage(ChatMessage.Role.USER, "u"),
                                        new ChatMessage(ChatMessage.Role.ASSISTANT, "a")))),
                Reading.of("b.parquet", chats).documents());
    }

    @Test
    void shouldReadAFileOfParquetWhereItLies() throws IOException {
        // Given
        Path file = folder.resolve("a.parquet");
        Files.write(
                file, parquet(Row.class, List.of(new Row(1, "here")), CompressionCodecName.SNAPPY));

        // When
        Reading reading = new Reading(Policy.FAIL).read(ByteSource.ofFile("a.parquet", file));

        // Then
        assertEquals(List.of("here"), reading.texts());
    }

    @Test
    void shouldSurviveDamagedParquet() throws IOException {
        // Given
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(new Row(i, "text " + i));
        }
        byte[] whole = parquet(Row.class, rows, CompressionCodecName.SNAPPY);
        Random random = new Random(11);

        // When
        Reading cut =
                new Reading(Policy.SKIP)
                        .read("cut.parquet", Arrays.copyOf(whole, whole.length - 3));
        Reading none = new Reading(Policy.SKIP).read("none.parquet", bytes("no parquet at all"));
        int damaged = 0;
        for (int round = 0; round < 150; round++) {
            byte[] hurt = whole.clone();
            for (int i = 0; i < 4; i++) {
                hurt[random.nextInt(hurt.length)] = (byte) random.nextInt();
            }
            try {
                Reading reading = new Reading(Policy.SKIP).read("hurt.parquet", hurt);
                damaged += (int) reading.reader.damagedSources();
            } catch (AthanorException e) {
                assertTrue(e.getMessage().contains("column"), e.getMessage());
            }
        }

        // Then: never an error that is not ours
        assertEquals(
                "cut.parquet is Parquet that is cut off or damaged, near its record 0",
                cut.reader.firstDamaged());
        assertEquals(1, none.reader.damagedSources());
        assertTrue(damaged > 10, damaged + " of 150 were refused");
    }

    private static <T> byte[] parquet(Class<T> type, List<T> rows, CompressionCodecName codec)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CarpetWriter<T> writer =
                new CarpetWriter.Builder<>(bytes, type)
                        .withCompressionCodec(codec)
                        .withRowGroupSize(20_000L)
                        .build()) {
            writer.write(rows);
        }
        return joined(bytes.toByteArray());
    }
}
