package org.athanor.transformer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBatchTest {

    private static final int NO = TokenBatch.IGNORED;

    @Test
    void shouldAskForTheTokenAfterEachInput() {
        TokenBatch batch = TokenBatch.ofWindows(new int[][] {{5, 6, 7}});

        assertArrayEquals(new int[] {5, 6}, batch.inputs()[0]);
        assertArrayEquals(new int[] {6, 7}, batch.targets()[0]);
        assertEquals(2, batch.countedTokens());
    }

    @Test
    void shouldPadShorterExamplesAndCountOnlyWhatTheMaskSays() {
        // Given: prompt 5 6, completion 7 8; and prompt 9, completion 4
        TokenBatch batch =
                TokenBatch.ofExamples(
                        List.of(new int[] {5, 6, 7, 8}, new int[] {9, 4}),
                        List.of(
                                new boolean[] {false, false, true, true},
                                new boolean[] {false, true}));

        // Then
        assertArrayEquals(new int[] {5, 6, 7}, batch.inputs()[0]);
        assertArrayEquals(new int[] {NO, 7, 8}, batch.targets()[0]);
        assertArrayEquals(new int[] {9, 0, 0}, batch.inputs()[1]);
        assertArrayEquals(new int[] {4, NO, NO}, batch.targets()[1]);
        assertEquals(3, batch.countedTokens());
    }

    @Test
    void shouldRefuseRowsOfDifferentLengths() {
        assertThrows(
                IllegalArgumentException.class,
                () -> TokenBatch.ofWindows(new int[][] {{1, 2, 3}, {1, 2}}));
    }
}
