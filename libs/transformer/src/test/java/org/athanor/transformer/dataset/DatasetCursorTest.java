package org.athanor.transformer.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.athanor.transformer.dataset.DatasetCursor.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetCursorTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 16, 17, 1000, 65_536, 100_003})
    void shouldVisitEveryItemOnceAnEpoch(int items) {
        // Given
        DatasetCursor cursor = new DatasetCursor(items, 11);
        long[] all = LongStream.range(0, items).toArray();

        for (int epoch = 0; epoch < 2; epoch++) {
            // When
            long[] visited = epoch(cursor, items);

            // Then
            Arrays.sort(visited);
            assertArrayEquals(all, visited);
        }
        assertEquals(new Position(1, items), cursor.position());
    }

    @Test
    void shouldTakeAnotherOrderForAnotherEpochOrSeed() {
        // Given
        DatasetCursor cursor = new DatasetCursor(100, 1);

        // When
        long[] first = epoch(cursor, 100);
        long[] second = epoch(cursor, 100);
        long[] otherSeed = epoch(new DatasetCursor(100, 2), 100);
        long[] again = epoch(new DatasetCursor(100, 1), 100);

        // Then
        assertFalse(Arrays.equals(first, second));
        assertFalse(Arrays.equals(first, otherSeed));
        assertArrayEquals(first, again);
    }

    @Test
    void shouldSpreadItemsEvenly() {
        // Given: where item i lands, over many epochs, has the mean and spread of a uniform draw
        int items = 50;
        int epochs = 2_000;
        DatasetCursor cursor = new DatasetCursor(items, 3);
        double[] meanPosition = new double[items];

        // When
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int index = 0; index < items; index++) {
                meanPosition[(int) cursor.next()] += (double) index / epochs;
            }
        }

        // Then: 24.5 within five standard errors of 14.43 / sqrt(2000)
        for (double mean : meanPosition) {
            assertEquals(24.5, mean, 1.7);
        }
    }

    @Test
    void shouldRefuseAPositionOfAnotherDataset() {
        // When
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new DatasetCursor(10, 0, new Position(0, 11)));

        // Then
        assertTrue(refused.getMessage().contains("10 items"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new DatasetCursor(0, 0));
    }

    private static long[] epoch(DatasetCursor cursor, int items) {
        return LongStream.generate(cursor::next).limit(items).toArray();
    }
}
