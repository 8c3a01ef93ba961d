package org.athanor.transformer.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders of more rows than anyone could write down: 2^40 of 4,096 tokens are 4.5e15 tokens. */
class ShuffleTest {

    private static final int SAMPLE = 1 << 22;

    /** At, just below and just above a power of two, where most of the network's domain lies outside. */
    @ParameterizedTest
    @ValueSource(longs = {1L << 40, (1L << 40) - 87, (1L << 40) + 1, (1L << 39) + 12_345})
    void shouldGiveNoRowTwice(long size) {
        // Given
        Shuffle shuffle = new Shuffle(size, 5, 2);

        // When: a function that is no permutation would give some of 4 million twice, 8 on average
        long[] begin = LongStream.range(0, SAMPLE / 2).map(shuffle::at).toArray();
        long[] end = LongStream.range(size - SAMPLE / 2, size).map(shuffle::at).toArray();

        // Then
        long[] all = LongStream.concat(Arrays.stream(begin), Arrays.stream(end)).toArray();
        assertTrue(Arrays.stream(all).allMatch(row -> row >= 0 && row < size));
        Arrays.sort(all);
        for (int i = 1; i < all.length; i++) {
            assertNotEquals(all[i - 1], all[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 40, (1L << 40) + 1})
    void shouldReachEveryPartOfTheDatasetAlikeFromEveryStretch(long size) {
        // Given: 64 parts of equal size; a stretch of an epoch draws from all of them
        Shuffle shuffle = new Shuffle(size, 1, 0);
        int draws = 64_000;
        for (long from : new long[] {0, size / 3, size - draws}) {
            // When
            int[] counts = new int[64];
            for (long index = from; index < from + draws; index++) {
                counts[(int) (shuffle.at(index) / Math.ceilDiv(size, 64))]++;
            }

            // Then: 1,000 each within six standard deviations
            for (int count : counts) {
                assertEquals(1000, count, 190);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 40, (1L << 40) + 1})
    void shouldTakeAnotherOrderEveryEpoch(long size) {
        // Given
        Shuffle one = new Shuffle(size, 1, 0);
        Shuffle next = new Shuffle(size, 1, 1);

        // When
        long same = LongStream.range(0, 100_000).filter(i -> one.at(i) == next.at(i)).count();

        // Then: chance would have one in ten million
        assertTrue(same <= 1, same + " rows at the same place");
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 40, (1L << 40) + 1})
    void shouldGoOnFromAnywhere(long size) {
        // Given
        long far = size - 3;
        DatasetCursor cursor = new DatasetCursor(size, 8, new DatasetCursor.Position(4, far));

        // When: over the end of an epoch
        long[] rows = LongStream.generate(cursor::next).limit(5).toArray();

        // Then
        Shuffle fifth = new Shuffle(size, 8, 4);
        Shuffle sixth = new Shuffle(size, 8, 5);
        for (int i = 0; i < 3; i++) {
            assertEquals(fifth.at(far + i), rows[i]);
        }
        assertEquals(sixth.at(0), rows[3]);
        assertEquals(sixth.at(1), rows[4]);
        assertEquals(new DatasetCursor.Position(5, 2), cursor.position());
    }
}
