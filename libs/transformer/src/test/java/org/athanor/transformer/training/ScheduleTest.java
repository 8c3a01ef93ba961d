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
    void shouldBeStableForFourFifthsAndFallInTheLast() {
        // Given 100 steps after the warm-up, of which the last 20 decay
        Schedule schedule = new Schedule(1e-3, 10, 110, Schedule.Decay.WSD, 0.1);

        assertEquals(1e-3, schedule.rate(11), 1e-12);
        assertEquals(1e-3, schedule.rate(90), 1e-12);
        assertEquals((1e-3 + 1e-4) / 2, schedule.rate(100), 1e-12);
        assertEquals(1e-4, schedule.rate(110), 1e-12);
    }

    @Test
    void shouldFallByTheRootOfTheStepsAsTheTransformerDoes() {
        // Given: the base model; 512^-0.5 4000^-0.5 at the peak
        Schedule schedule = Schedule.inverseSquareRoot(512, 4000);

        assertEquals(1.7469e-7, schedule.rate(1), 1e-11); // 512^-0.5 4000^-1.5
        assertEquals(6.9877e-4, schedule.rate(4000), 1e-8);
        assertEquals(6.9877e-4 / 2, schedule.rate(16_000), 1e-8);
        assertEquals(6.9877e-4 / 5, schedule.rate(100_000), 1e-8);
    }

    @Test
    void shouldRefuseAWarmUpLongerThanTheRun() {
        assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(1e-3, 11, 10));
    }
}
