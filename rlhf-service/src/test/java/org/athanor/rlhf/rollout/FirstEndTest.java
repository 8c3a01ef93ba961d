package org.athanor.rlhf.rollout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FirstEndTest {

    @Test
    void shouldKeepTheFirstEndTokenAndNothingAfterIt() {
        FirstEnd cut = FirstEnd.in(new int[] {13, 4, 20, 4}, 4);
        assertTrue(cut.found());
        assertArrayEquals(new int[] {13, 4}, cut.of(new int[] {13, 4, 20, 4}));
        assertArrayEquals(new float[] {-1, -2}, cut.of(new float[] {-1, -2, -3, -4}));
    }

    @Test
    void shouldKeepAnAnswerThatNeverEnds() {
        FirstEnd cut = FirstEnd.in(new int[] {13, 30, 5}, 4);
        assertFalse(cut.found());
        assertEquals(3, cut.length());
    }

    @Test
    void shouldTakeAnEndTokenAloneAsAnAnswer() {
        assertEquals(1, FirstEnd.in(new int[] {4, 4}, 4).length());
    }
}
