package org.athanor.rlhf.advantage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KlEstimatorsTest {

    @Test
    void shouldBeZeroWherePolicyAndReferenceAgree() {
        assertEquals(0, KlEstimators.k1(-2.3, -2.3));
        assertEquals(0, KlEstimators.k3(-2.3, -2.3));
    }

    @Test
    void shouldNeverEstimateANegativeDivergenceWithK3() {
        for (double k1 = -5; k1 <= 5; k1 += 0.01) {
            assertTrue(KlEstimators.k3(k1, 0) >= 0, "k1 = " + k1);
        }
    }

    /** Both estimators' expectations are the divergence itself, here of two coins. */
    @Test
    void shouldAverageToTheExactDivergence() {
        // Given
        double[] policy = {0.75, 0.25};
        double[] reference = {0.5, 0.5};

        // When
        double k1 = 0;
        double k3 = 0;
        for (int side = 0; side < 2; side++) {
            double logProb = Math.log(policy[side]);
            double refLogProb = Math.log(reference[side]);
            k1 += policy[side] * KlEstimators.k1(logProb, refLogProb);
            k3 += policy[side] * KlEstimators.k3(logProb, refLogProb);
        }

        // Then: 0.75 ln 1.5 + 0.25 ln 0.5
        assertEquals(0.130812035941137, k1, 1e-12);
        assertEquals(0.130812035941137, k3, 1e-12);
    }
}
