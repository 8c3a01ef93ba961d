package org.athanor.kit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProgressRateTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldMeasureOverTheLastSecondsOnly() {
        // Given: slow at first
        ProgressRate rate = new ProgressRate();
        rate.sample(0, 0, "steps");
        rate.sample(20 * SECOND, 2, "steps");
        rate.sample(21 * SECOND, 12, "steps");

        // When
        double perSecond = rate.sample(29 * SECOND, 92, "steps");

        // Then: 90 steps in 9 seconds
        assertEquals(10.0, perSecond, 1e-9);
    }

    @Test
    void shouldStartAgainWithAnotherPhase() {
        // Given
        ProgressRate rate = new ProgressRate();
        rate.sample(0, 0, "documents");
        rate.sample(SECOND, 1000, "documents");

        // When, Then
        assertEquals(0, rate.sample(2 * SECOND, 5, "tokens"));
        assertEquals(3, rate.sample(3 * SECOND, 8, "tokens"));
    }
}
