package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSorterTest {

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);

    @TempDir Path folder;

    @ParameterizedTest(name = "memory of {0} records")
    @ValueSource(ints = {2, 37, 1_000, 100_000})
    void shouldSortStablyWhateverTheMemory(int records) throws IOException {
        // Given: few keys, so that many are equal, of both signs
        List<long[]> expected = new ArrayList<>();
        long[] keys = random.longs(40).toArray();
        try (RecordSorter sorter = new RecordSorter(folder, "test", 3, records * 2L * 3 * 8)) {
            for (int i = 0; i < 9_000; i++) {
                long key = keys[random.nextInt(keys.length)];
                sorter.add(key, i, -i);
                expected.add(new long[] {key, i, -i});
            }
            expected.sort(Comparator.comparing(record -> record[0], Long::compareUnsigned));

            // When
            int at = 0;
            try (SortedRecords sorted = sorter.sorted()) {
                while (sorted.next()) {
                    assertArrayEquals(
                            expected.get(at++),
                            new long[] {sorted.key(), sorted.get(1), sorted.get(2)});
                }
            }

            // Then
            assertEquals(expected.size(), at);
            assertTrue(sorter.runs() <= RecordSorter.FAN_IN, () -> sorter.runs() + " runs");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void shouldHaveNothingWithoutRecords() throws IOException {
        // Given
        try (RecordSorter sorter = new RecordSorter(folder, "test", 2, 1_000);
                // When
                SortedRecords sorted = sorter.sorted()) {
            // Then
            assertFalse(sorted.next());
        }
    }

    @Test
    void shouldMarkNumbersFarApart() {
        // Given
        Marks marks = new Marks();

        // When
        marks.add(3);
        marks.add(10_000_000_000L);

        // Then
        assertTrue(marks.contains(3));
        assertTrue(marks.contains(10_000_000_000L));
        assertFalse(marks.contains(2));
        assertFalse(marks.contains(67));
        assertFalse(marks.contains(5_000_000_000L));
        assertFalse(marks.contains(20_000_000_000L));
    }
}
