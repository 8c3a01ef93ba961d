package org.athanor.transformer.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharacterTextTest {

    @TempDir private Path folder;

    @Test
    void shouldNumberCharactersInTheirOrderAndKeepTheLastTenthApart() throws IOException {
        // Given: 10 characters, one of them beyond 16 bits
        Path file = Files.writeString(folder.resolve("text"), "banana 🌱bc");

        // When
        CharacterText text = CharacterText.read(file);

        // Then: space, a, b, c, n, seedling
        assertEquals(6, text.vocabularySize());
        assertArrayEquals(new int[] {2, 1, 4, 1, 4, 1, 0, 5, 2}, text.training());
        assertArrayEquals(new int[] {3}, text.validation());
    }

    @Test
    void shouldRefuseATextWithoutAWindowInItsLastTenth() {
        CharacterText text = CharacterText.of("ab".repeat(320));

        text.requireWindows(63);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> text.requireWindows(64));
        assertTrue(refusal.getMessage().contains("640 characters"), refusal.getMessage());
    }

    @Test
    void shouldRefuseWhatIsNoText() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
        IOException refusal = assertThrows(IOException.class, () -> CharacterText.read(binary));
        assertTrue(refusal.getMessage().endsWith("is not a text in UTF-8"), refusal.getMessage());
    }

    @Test
    void shouldRefuseAHugeFileUnread() throws IOException {
        Path huge = folder.resolve("huge");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(1L << 40); // sparse
        }
        IOException refusal = assertThrows(IOException.class, () -> CharacterText.read(huge));
        assertTrue(refusal.getMessage().contains("1099511627776 bytes"), refusal.getMessage());
    }
}
