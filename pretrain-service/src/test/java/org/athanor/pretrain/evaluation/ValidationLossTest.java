package org.athanor.pretrain.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ValidationLossTest {

    @Test
    void shouldGiveOneBitAByteForACoinTossABytes() {
        // Given: each byte costs ln 2
        ValidationLoss loss = ValidationLoss.NONE.plus(3 * Math.log(2), 2, 3);

        // Then
        assertEquals(1, loss.bitsPerByte(), 1e-12);
        assertEquals(1.5 * Math.log(2), loss.perToken(), 1e-12);
    }

    @Test
    void shouldLeaveOutWhatCouldNotBeMeasured() {
        assertTrue(ValidationLoss.NONE.figures().isEmpty());
        assertFalse(ValidationLoss.NONE.plus(1, 1, 0).figures().containsKey("bitsPerByte"));
    }

    @Test
    void shouldKnowWhenItIsNotANumber() {
        assertFalse(ValidationLoss.NONE.plus(Double.NaN, 1, 1).isFinite());
    }
}
