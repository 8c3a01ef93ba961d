package org.athanor.transformer.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows in which documents keep to themselves. */
class PackingTest {

    private static final int SEPARATOR = 0;
    private static final int NO = TokenRow.IGNORED;

    @TempDir Path folder;

    @Test
    void shouldNumberTheDocumentsOfAWindowByTheirTargets() throws IOException {
        // Given: 1 2 0 | 3 4 5 0 | 6 0, of which windows of 4 are 1203 and 3450
        try (TokenShard shard = shard(List.of(ids(1, 2, 0), ids(3, 4, 5, 0), ids(6, 0)))) {
            DocumentWindows windows = new DocumentWindows(shard, 4, SEPARATOR);

            // Then: 3, the first of its document, is foretold from the separator
            assertEquals(2, windows.count());
            assertRow(windows.row(0), ids(1, 2, 0, 3), ids(2, 0, 3, 4), ids(0, 0, 1, 1));
            assertRow(windows.row(1), ids(4, 5, 0, 6), ids(5, 0, 6, 0), ids(0, 0, 1, 1));
        }
    }

    @Test
    void shouldPutTheSeparatorBeforeDocumentsThatComeWithoutOne() throws IOException {
        // Given: 1 2 | 3 4 5, and two documents of nothing
        try (TokenShard shard = shard(List.of(ids(1, 2), ids(), ids(), ids(3, 4, 5)))) {
            DocumentWindows windows = new DocumentWindows(shard, 4, SEPARATOR);

            // Then: 2 would be an input for 3
            TokenRow row = windows.row(0);
            assertArrayEquals(ids(1, SEPARATOR, 3, 4), row.inputs());
            assertArrayEquals(ids(2, 3, 4, 5), row.targets());
            assertEquals(row.documents()[1], row.documents()[3]);
            assertTrue(row.documents()[0] != row.documents()[1]);
        }
    }

    @Test
    void shouldPackDocumentsWholeWhereTheyFit() throws IOException {
        // Given: documents of 3, 7, 2 and 1 tokens, rows of 5
        try (TokenShard shard =
                shard(List.of(ids(1, 2, 0), ids(3, 4, 5, 6, 7, 8, 0), ids(9, 0), ids(SEPARATOR)))) {
            BestFitRows rows = new BestFitRows(shard, 5, SEPARATOR, true);

            // Then: the long one fills a row; its last two tokens and the first document another
            assertEquals(3, rows.count());
            assertRow(rows.row(0), ids(0, 3, 4, 5, 6), ids(3, 4, 5, 6, 7), ids(0, 0, 0, 0, 0));
            assertRow(rows.row(1), ids(0, 1, 2, 7, 8), ids(1, 2, 0, 8, 0), ids(0, 0, 0, 1, 1));
            assertRow(
                    rows.row(2),
                    ids(0, 9, 0, 0, 0),
                    ids(9, 0, 0, NO, NO),
                    ids(0, 0, 1, TokenRow.PADDING, TokenRow.PADDING));
            assertNull(new BestFitRows(shard, 5, SEPARATOR, false).row(1).documents());
            assertThrows(IndexOutOfBoundsException.class, () -> rows.row(3));
        }
    }

    @Test
    void shouldMakeEveryTokenATargetOnceAndCutOnlyWhatIsTooLong() throws IOException {
        // Given: three blocks of documents, numbered by their tokens, of which one in ten is long
        int time = 32;
        Random random = new Random(5);
        List<int[]> documents = new ArrayList<>();
        int next = 0;
        for (int d = 0; d < 2 * BestFitRows.DOCUMENTS + 100; d++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(20);
            documents.add(IntStream.range(next, next + length).toArray());
            next += length;
        }
        Map<Integer, Integer> documentOf = new HashMap<>();
        for (int d = 0; d < documents.size(); d++) {
            for (int token : documents.get(d)) {
                documentOf.put(token, d);
            }
        }
        try (TokenShard shard = shard(documents, next + 1)) {
            // When
            BestFitRows rows = new BestFitRows(shard, time, next, true);

            // Then
            int[] seen = new int[next];
            Map<Integer, Integer> pieces = new HashMap<>();
            for (long r = 0; r < rows.count(); r++) {
                TokenRow row = rows.row(r);
                assertEquals(time, row.time());
                assertTrue(row.counted() > 0);
                for (int t = 0; t < time; t++) {
                    int target = row.targets()[t];
                    if (target == NO) {
                        continue;
                    }
                    seen[target]++;
                    boolean begins = t == 0 || row.documents()[t] != row.documents()[t - 1];
                    if (begins) {
                        pieces.merge(documentOf.get(target), 1, Integer::sum);
                    }
                    int first = documents.get(documentOf.get(target))[0];
                    int expected = target == first ? next : target - 1;
                    assertEquals(expected, row.inputs()[t], "before " + target);
                }
            }
            assertTrue(Arrays.stream(seen).allMatch(times -> times == 1));
            pieces.forEach(
                    (d, times) ->
                            assertEquals(
                                    Math.ceilDiv(documents.get(d).length, time), times, "of " + d));
            double least = (double) next / time;
            assertTrue(rows.count() < 1.02 * least, rows.count() + " rows, at least " + least);
        }
    }

    @Test
    void shouldFillTheFullestRowThatHasRoom() {
        // When: 6 and 5 are rows of 10; 4 goes to 6, which it fills, 3 to 5, and 2 to both
        int[][] rows = BestFit.pack(new int[] {2, 3, 4, 5, 6, 0}, 10);

        // Then
        assertArrayEquals(new int[][] {{4, 2}, {3, 1, 0}}, rows);
    }

    @Test
    void shouldRefuseAPieceThatFitsNoRow() {
        // When
        var refused =
                assertThrows(
                        IllegalArgumentException.class, () -> BestFit.pack(new int[] {11}, 10));

        // Then
        assertTrue(refused.getMessage().contains("11 tokens"), refused.getMessage());
    }

    @Test
    void shouldLetShortExamplesShareARowAndLeaveEqualOnesAlone() {
        // Given: prompts 1 and 4, completions 2 3 and 5
        List<int[]> tokens = List.of(ids(1, 2, 3, 9, 9), ids(4, 5), ids(6, 7, 8));
        List<boolean[]> counted =
                List.of(
                        new boolean[] {false, true, true, false, false},
                        new boolean[] {false, true},
                        new boolean[] {false, false, true});

        // When
        List<TokenRow> rows = ExampleRows.of(tokens, counted);

        // Then
        assertEquals(2, rows.size());
        assertRow(rows.get(0), ids(1, 2, 3, 9), ids(2, 3, NO, NO), ids(0, 0, 0, 0));
        assertRow(rows.get(1), ids(6, 7, 4, 0), ids(NO, 8, 5, NO), ids(0, 0, 1, TokenRow.PADDING));
        List<TokenRow> alone =
                ExampleRows.of(
                        List.of(ids(1, 2, 3), ids(4, 5)), List.of(new boolean[3], new boolean[2]));
        assertEquals(2, alone.size());
        assertNull(alone.getFirst().documents());
        assertArrayEquals(ids(4, 0), alone.get(1).inputs());
    }

    private static void assertRow(TokenRow row, int[] inputs, int[] targets, int[] documents) {
        assertArrayEquals(inputs, row.inputs());
        assertArrayEquals(targets, row.targets());
        assertArrayEquals(documents, row.documents());
    }

    private TokenShard shard(List<int[]> documents) throws IOException {
        return shard(documents, 100);
    }

    private TokenShard shard(List<int[]> documents, int vocabulary) throws IOException {
        try (TokenShardWriter writer =
                TokenShardWriter.create(folder, "train", vocabulary, false)) {
            for (int[] document : documents) {
                writer.append(document);
            }
        }
        return TokenShard.open(folder, "train");
    }

    private static int[] ids(int... ids) {
        return ids;
    }
}
