package org.athanor.transformer.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {

    @TempDir private Path folder;

    @Test
    void shouldAddUpTheCountsOfMoreRunsThanAreMergedAtATime() throws IOException {
        // Given
        Random random = new Random(1);
        Map<String, Long> expected = new HashMap<>();
        PieceTable table = new PieceTable(1 << 20);

        // When
        Map<String, Long> found = new HashMap<>();
        try (Spill spill = new Spill(folder)) {
            for (int run = 0; run < Spill.FAN_IN * 2 + 3; run++) {
                for (int i = 0; i < 200; i++) {
                    String piece = Integer.toString(random.nextInt(1_000), 2);
                    long times = 1 + random.nextLong(1L << 40);
                    add(table, piece, times);
                    expected.merge(piece, times, Long::sum);
                }
                spill.write(table);
            }
            spill.merged(merges -> {})
                    .forEach(
                            (text, from, to, count) ->
                                    assertEquals(
                                            null,
                                            found.put(
                                                    new String(
                                                            text,
                                                            from,
                                                            to - from,
                                                            StandardCharsets.UTF_8),
                                                    count)));
        }

        // Then: every piece once
        assertEquals(expected, found);
    }

    @Test
    void shouldKeepLongPiecesAndDeleteEverything() throws IOException {
        // Given
        String longPiece = "x".repeat(Spill.LONGEST_SORTED + 1);
        PieceTable table = new PieceTable(1 << 20);
        long[] total = new long[1];

        // When
        try (Spill spill = new Spill(folder)) {
            assertTrue(spill.isEmpty());
            for (int run = 0; run < 2; run++) {
                add(table, longPiece, 3);
                add(table, "short", 1);
                spill.write(table);
                assertEquals(0, table.size());
            }
            spill.merged(merges -> {})
                    .forEach((text, from, to, count) -> total[0] += count * (to - from));
            assertFalse(spill.isEmpty());
        }

        // Then
        assertEquals(6L * longPiece.length() + 2 * 5, total[0]);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void shouldRefuseNewPiecesAndCountKnownOnesWhenATableIsFull() throws IOException {
        // Given
        PieceTable table = new PieceTable(1 << 16);
        int accepted = 0;

        // When
        while (table.add(bytes("piece " + accepted), 0, bytes("piece " + accepted).length, 1)) {
            accepted++;
        }

        // Then
        assertTrue(table.footprint() <= 1 << 16, "took " + table.footprint());
        assertTrue(accepted > 500, "took " + accepted + " pieces");
        assertTrue(table.add(bytes("piece 0"), 0, 7, 5));
        assertEquals(accepted, table.size());
        Map<Long, Long> piecesByCount = new HashMap<>();
        table.forEach((text, from, to, count) -> piecesByCount.merge(count, 1L, Long::sum));
        assertEquals(Map.of(1L, accepted - 1L, 6L, 1L), piecesByCount);
    }

    private static void add(PieceTable table, String piece, long times) {
        byte[] text = bytes(piece);
        assertTrue(table.add(text, 0, text.length, times));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
