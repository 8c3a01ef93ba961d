package org.athanor.transformer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void shouldWarmUpLinearlyAndReachThePeak() {
        Schedule schedule = Schedule.cosine(8e-4, 4, 104);

        assertEquals(2e-4, schedule.rate(1), 1e-12);
        assertEquals(8e-4, schedule.rate(4), 1e-12);
    }

    @Test
    void shouldBeHalfWayDownAtHalfTimeAndStayAtTheEnd() {
        Schedule schedule = Schedule.cosine(8e-4, 4, 104);

        assertEquals((8e-4 + 8e-5) / 2, schedule.rate(54), 1e-12);
        assertEquals(8e-5, schedule.rate(104), 1e-12);
        assertEquals(8e-5, schedule.rate(1000), 1e-12);
    }

    @Test
    void shouldFallToZeroInAStraightLine() {
        Schedule schedule = Schedule.linear(1e-3, 0, 10);

        assertEquals(9e-4, schedule.rate(1), 1e-12);
        assertEquals(5e-4, schedule.rate(5), 1e-12);
        assertEquals(0, schedule.rate(10), 1e-12);
    }

    @Test
    void shouldRefuseAWarmUpLongerThanTheRun() {
        assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(1e-3, 11, 10));
    }
}
