package org.athanor.reward.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void shouldReadLinesOfEveryEndingWithoutTheByteOrderMark() throws Exception {
        // Given
        LineReader reader = reader("\uFEFFone\r\ntwo\n\nfour".getBytes(StandardCharsets.UTF_8));

        // When, Then
        assertEquals(new LineReader.Line(1, "one", null), reader.next());
        assertEquals(new LineReader.Line(2, "two", null), reader.next());
        assertEquals(new LineReader.Line(3, "", null), reader.next());
        assertEquals(new LineReader.Line(4, "four", null), reader.next());
        assertNull(reader.next());
    }

    @Test
    void shouldSkipALineThatIsTooLongOrNotUtf8AndGoOn() throws Exception {
        // Given
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[LineReader.MAXIMUM_LINE_BYTES + 1]);
        bytes.write("\n".getBytes(StandardCharsets.UTF_8));
        bytes.write(new byte[] {(byte) 0xc3, '\n'});
        bytes.write("good\n".getBytes(StandardCharsets.UTF_8));

        // When
        LineReader reader = reader(bytes.toByteArray());

        // Then
        assertTrue(reader.next().problem().contains("longer than"));
        assertEquals("not valid UTF-8", reader.next().problem());
        assertEquals(new LineReader.Line(3, "good", null), reader.next());
        assertNull(reader.next());
    }

    private static LineReader reader(byte[] bytes) {
        return new LineReader(new ByteArrayInputStream(bytes));
    }
}
