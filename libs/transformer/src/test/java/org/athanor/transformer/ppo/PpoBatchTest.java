package org.athanor.transformer.ppo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PpoBatchTest {

    private static final List<int[]> PROMPTS = List.of(new int[] {1, 2}, new int[] {3});
    private static final List<int[]> ANSWERS = List.of(new int[] {5, 6, 7}, new int[] {8, 9});

    @Test
    void shouldChooseEveryActionAfterReadingTheTokenInFrontOfIt() {
        // When
        MicroBatch rows = new PpoBatch(PROMPTS, ANSWERS, 8).microBatches().getFirst();

        // Then: the last token of a row is never read
        assertEquals(4, rows.time());
        assertArrayEquals(new long[] {1, 2, 5, 6, 3, 8, 0, 0}, rows.inputs());
        assertArrayEquals(new long[] {1, 2, 3, 4, 5}, rows.states());
        assertArrayEquals(new long[] {5, 6, 7, 8, 9}, rows.actions());
    }

    @Test
    void shouldKeepOneFlatOrderAcrossMicroBatches() {
        // Given
        PpoBatch batch = new PpoBatch(PROMPTS, ANSWERS, 1);
        float[] flat = {0, 1, 2, 3, 4};

        // When
        MicroBatch second = batch.microBatches().get(1);

        // Then: padded to its own longest row
        assertEquals(2, second.time());
        assertArrayEquals(new float[] {3, 4}, second.slice(flat));
        assertArrayEquals(new double[] {3, 4}, batch.unflatten(flat)[1]);
        assertArrayEquals(flat, batch.flatten(batch.unflatten(flat)));
    }

    @Test
    void shouldRefuseAnEmptyAnswer() {
        List<int[]> answers = List.of(new int[] {5}, new int[0]);
        assertThrows(IllegalArgumentException.class, () -> new PpoBatch(PROMPTS, answers, 8));
    }
}
