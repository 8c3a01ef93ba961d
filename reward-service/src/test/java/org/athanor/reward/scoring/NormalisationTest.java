package org.athanor.reward.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.athanor.kit.problem.AthanorException;
import org.junit.jupiter.api.Test;

class NormalisationTest {

    @Test
    void shouldGiveMeanZeroAndDeviationOne() {
        // Given: mean 5, deviation 2
        float[] scores = {3, 7, 3, 7};

        // When
        Normalisation normalisation = Normalisation.of(scores);

        // Then
        assertEquals(0.5, normalisation.gain(), 1e-12);
        assertEquals(-2.5, normalisation.bias(), 1e-12);
    }

    @Test
    void shouldRefuseScoresThatAreAllTheSame() {
        assertThrows(AthanorException.class, () -> Normalisation.of(new float[] {2, 2, 2}));
        assertThrows(AthanorException.class, () -> Normalisation.of(new float[] {Float.NaN, 1, 2}));
    }
}
