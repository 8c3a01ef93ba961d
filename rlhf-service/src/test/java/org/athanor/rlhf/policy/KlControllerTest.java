package org.athanor.rlhf.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KlControllerTest {

    @Test
    void shouldRaiseThePriceByAtMostAFifthAHorizon() {
        // Given: far above the target
        KlController controller = new KlController(0.1, 6, 1_000);

        // When
        KlController next = controller.after(60, 1_000);

        // Then
        assertEquals(0.12, next.coefficient(), 1e-12);
    }

    @Test
    void shouldLowerThePriceInProportionNearTheTarget() {
        // Given: a tenth below the target, for half a horizon
        KlController controller = new KlController(0.1, 10, 1_000);

        // When
        KlController next = controller.after(9, 500);

        // Then
        assertEquals(0.095, next.coefficient(), 1e-12);
    }

    @Test
    void shouldStayWhenTheTargetIsMet() {
        assertEquals(0.1, new KlController(0.1, 6, 1_000).after(6, 64).coefficient());
    }

    @Test
    void shouldNeverMoveAFixedPrice() {
        assertEquals(0.05, KlController.fixed(0.05).after(100, 1_000_000).coefficient());
    }
}
