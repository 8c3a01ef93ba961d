package org.athanor.transformer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void shouldGiveNeighboursToTheSameDevice() {
        // Given
        List<TokenBatch> batches = List.of(batch(10, 2), batch(20, 2), batch(30, 2), batch(40, 2));

        // When
        List<List<TokenBatch>> shares = Shares.of(batches, 2);

        // Then: whole, and the very same
        assertEquals("10 11, 20 21 | 30 31, 40 41", words(shares));
        assertSame(batches.get(2), shares.get(1).getFirst());
    }

    @Test
    void shouldCutWhatIsLeftOverByItsRows() {
        // Given: one micro-batch more than devices
        List<TokenBatch> batches = List.of(batch(10, 3), batch(20, 3), batch(30, 3), batch(40, 5));

        // Then
        assertEquals("10 11 12, 40 41 | 20 21 22, 42 43 | 30 31 32, 44", words(batches, 3));
    }

    @Test
    void shouldCutTheOnlyMicroBatch() {
        assertEquals("10 11 12 | 13 14", words(List.of(batch(10, 5)), 2));
        assertEquals("10 11 12 13 14", words(List.of(batch(10, 5)), 1));
    }

    @Test
    void shouldLeaveDevicesIdleWhenThereAreTooFewRows() {
        assertEquals("10 |  | ", words(List.of(batch(10, 1)), 3));
        assertEquals("10, 20 | 11, 21 | ", words(List.of(batch(10, 2), batch(20, 2)), 3));
    }

    /** Rows of one token each, which are numbered from {@code first} on. */
    private static TokenBatch batch(int first, int rows) {
        int[][] ids =
                IntStream.range(first, first + rows)
                        .mapToObj(i -> new int[] {i})
                        .toArray(int[][]::new);
        return new TokenBatch(ids, ids);
    }

    private static String words(List<TokenBatch> batches, int devices) {
        return words(Shares.of(batches, devices));
    }

    private static String words(List<List<TokenBatch>> shares) {
        return shares.stream()
                .map(
                        share ->
                                share.stream()
                                        .map(SharesTest::rows)
                                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(" | "));
    }

    private static String rows(TokenBatch batch) {
        assertEquals(Arrays.deepToString(batch.inputs()), Arrays.deepToString(batch.targets()));
        return Arrays.stream(batch.inputs())
                .map(row -> Integer.toString(row[0]))
                .collect(Collectors.joining(" "));
    }
}
