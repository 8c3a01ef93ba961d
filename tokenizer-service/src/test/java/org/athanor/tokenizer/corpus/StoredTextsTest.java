package org.athanor.tokenizer.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.athanor.kit.problem.AthanorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTextsTest {

    private record Stored(long id, Provenance provenance, String text) {}

    /** Whatever characters there are, and lines longer than its buffer, read a few bytes at a time. */
    @Test
    void shouldReadWhatTheOtherReaderReads() throws IOException {
        // Given
        Random random = new Random(41);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<Stored> expected = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String text = text(random, i == 200 ? 400_000 : random.nextInt(60));
            String source = i % 7 == 0 ? text(random, 5) : "books/ü" + i / 50 + ".txt";
            Provenance provenance = new Provenance(source, random.nextLong(1L << 47));
            lines.write(
                    DocumentJson.write(i, new CorpusDocument(new Document.Text(text), provenance)));
            lines.write('\n');
            expected.add(new Stored(i, provenance, text));
        }

        // Then
        assertEquals(expected, read(new Trickle(lines.toByteArray(), random)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":3,\"source\":\"a\",\"offset\":5,\"text\":\"plain\"}",
                "{\"id\":3,\"source\":\"a\",\"offset\":5,\"text\":\"\\u0070l\\u0061in\"}",
                "{ \"id\" : 3, \"source\": \"a\", \"offset\": 5, \"text\": \"plain\" } ",
                "{\"id\":3,\"source\":\"a\",\"offset\":5,\"language\":\"zh-Hant\",\"text\":\"plain\"}",
                "{\"id\":3,\"source\":\"a\",\"offset\":5,\"language\":\"\\u0064e\",\"text\":\"plain\"}",
                "{\"text\":\"plain\",\"offset\":5,\"source\":\"\\u0061\",\"id\":3}",
                "{\"id\":3,\"source\":\"a\",\"offset\":5,\"text\":\"plain\",\"more\":[{}]}",
            })
    void shouldTakeAnyJsonThatSaysTheSame(String line) throws IOException {
        assertEquals(
                List.of(new Stored(3, new Provenance("a", 5), "plain")),
                read(new ByteArrayInputStream(line.getBytes(UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":3,\"source\":\"a\",\"offset\":5,\"text\":\"pl",
                "{\"id\":3,\"source\":\"a\",\"offset\":5,\"text\":\"pl\\",
                "{\"id\":3,\"source\":\"a\",\"offset\":5,\"text\":\"\\u00",
                "{\"id\":3,\"source\":\"a\",\"offset\":5,\"text\":\"\\q\"}",
                "{\"id\":,\"source\":\"a\",\"offset\":5,\"text\":\"x\"}",
                "{\"id\":99999999999999999999,\"source\":\"a\",\"offset\":5,\"text\":\"x\"}",
                "{\"id\":",
                "nonsense",
            })
    void shouldRefuseWhatIsNoDocument(String line) {
        assertThrows(
                AthanorException.class,
                () -> read(new ByteArrayInputStream((line + "\n").getBytes(UTF_8))));
    }

    private static String text(Random random, int length) {
        String alphabet = "ab \"\\/\n\t\r\b\f\u0000\u001F\u007Fßé漢\u2028😀";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static List<Stored> read(InputStream lines) throws IOException {
        List<Stored> read = new ArrayList<>();
        StoredTexts.read(
                lines,
                (id, provenance, text, length) ->
                        read.add(new Stored(id, provenance, new String(text, 0, length, UTF_8))));
        return read;
    }

    /** Gives fewer bytes than it is asked for. */
    private static final class Trickle extends ByteArrayInputStream {

        private final Random random;

        Trickle(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] target, int from, int length) {
            return super.read(target, from, Math.min(length, 1 + random.nextInt(10_000)));
        }
    }
}
