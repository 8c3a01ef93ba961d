package org.athanor.tokenizer.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.MemorySize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadStoreTest {

    private record Config(Path directory, MemorySize maxBytes) implements UploadConfig {}

    @TempDir Path folder;

    private UploadStore store;

    @BeforeEach
    void open() {
        store = new UploadStore(new Config(folder, new MemorySize(BigInteger.valueOf(1_000))));
    }

    @Test
    void shouldKeepTheSameContentOnceUnderItsHash() throws IOException {
        // When
        Upload first = store.keep(stream("abc"));
        Upload again = store.keep(stream("abc"));

        // Then: FIPS 180-2, appendix B.1
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", first.id());
        assertEquals(new Upload(first.id(), 3), again);
        assertEquals("abc", Files.readString(store.find(first.id())));
        assertEquals(1, files());
    }

    @Test
    void shouldLeaveNothingOfAnUploadThatFails() throws IOException {
        // Given
        InputStream broken =
                new InputStream() {
                    private int left = 10;

                    @Override
                    public int read() throws IOException {
                        if (left-- == 0) {
                            throw new IOException("connection reset");
                        }
                        return 'x';
                    }

                    @Override
                    public int read(byte[] target, int from, int length) throws IOException {
                        target[from] = (byte) read();
                        return 1;
                    }
                };

        // When
        var cut = assertThrows(AthanorException.class, () -> store.keep(broken));
        var large =
                assertThrows(AthanorException.class, () -> store.keep(stream("x".repeat(1_001))));
        var empty = assertThrows(AthanorException.class, () -> store.keep(stream("")));

        // Then
        assertEquals(ErrorCode.INVALID_REQUEST, cut.code());
        assertEquals(ErrorCode.TOO_LARGE, large.code());
        assertEquals(ErrorCode.INVALID_REQUEST, empty.code());
        assertEquals(0, files());
    }

    @Test
    void shouldKnowNoIdThatItDidNotGive() {
        // When
        var unknown = assertThrows(AthanorException.class, () -> store.find("0".repeat(64)));
        var path = assertThrows(AthanorException.class, () -> store.find("../../etc/passwd"));

        // Then
        assertEquals(ErrorCode.NOT_FOUND, unknown.code());
        assertEquals(ErrorCode.INVALID_REQUEST, path.code());
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static InputStream stream(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }
}
