package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DecoderConfigTest {

    @Test
    void shouldRefuseHeadsThatKeysDoNotDivide() {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> DecoderConfig.llama(10, 64, 1, 4, 3, 64, 8, true));
        assertTrue(refusal.getMessage().contains("3 does not divide 4"), refusal.getMessage());
    }

    @Test
    void shouldRefuseNothingness() {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> DecoderConfig.llama(10, 64, 0, 4, 4, 64, 8, true));
        assertTrue(refusal.getMessage().contains("layers"), refusal.getMessage());
    }

    @Test
    void shouldKeepFastFrequenciesAndDivideSlowOnesWhenStretched() {
        // Given: wavelengths from 2 pi up; the original context of 16 divides by 4 and 1
        RopeScaling scaling = new RopeScaling(8, 1, 4, 16);

        // Then
        assertEquals(2.0, scaling.scale(2.0), 0); // wavelength 3.14 is below 4
        assertEquals(0.1 / 8, scaling.scale(0.1), 1e-12); // wavelength 62.8 is above 16
        double between = scaling.scale(1.0);
        assertTrue(between > 1.0 / 8 && between < 1.0, "was " + between);
    }
}
