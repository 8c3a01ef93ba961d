package org.athanor.pretrain.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StepMeterTest {

    private static final long SECOND = 1_000_000_000L;

    private long now;

    @Test
    void shouldMeasureStepsAndLeaveOutWhatLiesBetween() {
        // Given
        StepMeter meter = new StepMeter(() -> now, 1000);

        // When
        step(meter, 2 * SECOND, 100);
        now += 50 * SECOND;
        step(meter, SECOND, 20);

        // Then
        assertEquals(20, meter.tokensPerSecond(), 1e-9);
        assertEquals(40, meter.meanTokensPerSecond(), 1e-9);
    }

    @Test
    void shouldRelateUsefulOperationsToThePeak() {
        // Given
        StepMeter meter = new StepMeter(() -> now, 1000);

        // When
        step(meter, 2 * SECOND, 100);

        // Then: 100 tokens of 5 operations in 2 s are 250 a second
        assertEquals(0.25, meter.utilisation(), 1e-9);
        assertEquals(0.25, meter.meanUtilisation(), 1e-9);
    }

    private void step(StepMeter meter, long nanos, long tokens) {
        meter.begin();
        now += nanos;
        meter.end(tokens, 5);
    }
}
