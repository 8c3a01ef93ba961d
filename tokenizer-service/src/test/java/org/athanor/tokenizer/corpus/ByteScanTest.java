package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteScanTest {

    /** Every place of every byte value, in stretches that begin and end anywhere. */
    @Test
    void shouldFindTheFirstOfTwoBytesAndNothingBeyondTheEnd() {
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[40];
            byte filler = (byte) random.nextInt(256);
            byte one = (byte) (filler + 1 + random.nextInt(255));
            byte other = (byte) (filler + 1 + random.nextInt(255));
            Arrays.fill(bytes, filler);
            int from = random.nextInt(20);
            int to = from + random.nextInt(21);
            int first = random.nextInt(40);
            bytes[first] = random.nextBoolean() ? one : other;
            bytes[Math.min(39, first + random.nextInt(9))] = random.nextBoolean() ? one : other;

            // Then
            int expected = from;
            while (expected < to && bytes[expected] == filler) {
                expected++;
            }
            assertEquals(expected, ByteScan.find(bytes, from, to, one, other));
        }
    }

    @Test
    void shouldTellNeighbouringValuesApart() {
        byte[] bytes = {0x21, 0x23, 0x22, (byte) 0xA2, 0x22, 0x5B, 0x5D, 0x5C, 0x22};
        assertEquals(2, ByteScan.find(bytes, 0, bytes.length, (byte) 0x22));
        assertEquals(4, ByteScan.find(bytes, 3, bytes.length, (byte) 0x22, (byte) 0x5C));
        assertEquals(7, ByteScan.find(bytes, 5, 8, (byte) 0x22, (byte) 0x5C));
        assertEquals(7, ByteScan.find(bytes, 5, 7, (byte) 0x22, (byte) 0x5C));
    }
}
