package org.athanor.transformer.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenWindowsTest {

    @TempDir Path folder;

    @Test
    void shouldShareOneTokenBetweenNeighbours() throws IOException {
        // Given
        write(10);
        try (TokenShard shard = TokenShard.open(folder, "train")) {

            // When
            TokenWindows windows = new TokenWindows(shard, 3);

            // Then: 0123 3456 6789
            assertEquals(3, windows.count());
            assertArrayEquals(new int[] {0, 1, 2, 3}, windows.window(0));
            assertArrayEquals(new int[] {3, 4, 5, 6}, windows.window(1));
            assertArrayEquals(new int[] {6, 7, 8, 9}, windows.window(2));
            assertThrows(IndexOutOfBoundsException.class, () -> windows.window(3));
        }
    }

    @Test
    void shouldGoOnWhereTheCursorStood() throws IOException {
        // Given
        write(100);
        try (TokenShard shard = TokenShard.open(folder, "train")) {
            TokenWindows windows = new TokenWindows(shard, 4);
            DatasetCursor whole = new DatasetCursor(windows.count(), 7);
            next(windows, whole, 5);
            DatasetCursor.Position checkpoint = whole.position();

            // When
            int[][] expected = next(windows, whole, 30);
            int[][] resumed = next(windows, new DatasetCursor(windows.count(), 7, checkpoint), 30);

            // Then
            assertArrayEquals(expected, resumed);
        }
    }

    @Test
    void shouldSayThatTheTextIsTooShort() throws IOException {
        // Given
        write(10);
        try (TokenShard shard = TokenShard.open(folder, "train")) {

            // When
            var refused =
                    assertThrows(IllegalArgumentException.class, () -> new TokenWindows(shard, 10));

            // Then
            assertTrue(refused.getMessage().contains("10 tokens"), refused.getMessage());
        }
    }

    private void write(int tokens) throws IOException {
        try (var writer = TokenShardWriter.create(folder, "train", tokens, false)) {
            for (int id = 0; id < tokens; id++) {
                writer.append(new int[] {id});
            }
        }
    }

    private static int[][] next(TokenWindows windows, DatasetCursor cursor, int count) {
        int[][] next = new int[count][];
        for (int i = 0; i < count; i++) {
            next[i] = windows.window(cursor.next());
        }
        return next;
    }
}
