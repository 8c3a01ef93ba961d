package org.athanor.reward.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.junit.jupiter.api.Test;

class ImportFileTest {

    @Test
    void shouldReceivePlainAndGzipAlike() throws Exception {
        // Given
        byte[] text = "some text\n".getBytes(StandardCharsets.UTF_8);

        // When, Then
        assertEquals("some text\n", received(text, 100));
        assertEquals("some text\n", received(gzip(text), 100));
    }

    @Test
    void shouldRefuseATruncatedArchive() throws Exception {
        // Given
        byte[] archive = gzip("some text\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        byte[] truncated = Arrays.copyOf(archive, archive.length - 10);

        // When
        AthanorException refused =
                assertThrows(AthanorException.class, () -> received(truncated, 1 << 20));

        // Then
        assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
    }

    @Test
    void shouldBoundTheBytesAfterDecompression() throws Exception {
        // Given
        byte[] bomb = gzip(new byte[1 << 20]);

        // When
        AthanorException refused =
                assertThrows(AthanorException.class, () -> received(bomb, 1 << 16));

        // Then
        assertEquals(ErrorCode.TOO_LARGE, refused.code());
    }

    @Test
    void shouldRefuseAnEmptyFile() {
        assertThrows(AthanorException.class, () -> received(new byte[0], 100));
    }

    private static String received(byte[] body, long maximumBytes) throws IOException {
        try (ImportFile file = ImportFile.receive(new ByteArrayInputStream(body), maximumBytes);
                var in = file.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(archive)) {
            out.write(bytes);
        }
        return archive.toByteArray();
    }
}
