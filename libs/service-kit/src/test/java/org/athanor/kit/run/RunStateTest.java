package org.athanor.kit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunStateTest {

    private static final Instant SOON = Instant.parse("2026-01-01T00:00:20Z");
    private static final Instant LATER = Instant.parse("2026-01-01T00:01:00Z");

    @Test
    void shouldCountAttemptsFromClaimToTakeOver() {
        // Given
        RunState.Running first = new RunState.Queued().claim("a", SOON, 1);

        // When
        RunState.Running second = first.takeOver("b", LATER);

        // Then
        assertEquals(new RunState.Running("b", LATER, 2), second);
    }

    @Test
    void shouldEndInFinalStatesOnly() {
        // Given
        RunState.Running running = new RunState.Running("a", SOON, 1);

        // When, Then
        assertTrue(running.succeed(new RunOutcome(null, Map.of())).isFinal());
        assertTrue(running.fail("no text").isFinal());
        assertTrue(running.cancel().isFinal());
        assertFalse(running.giveBack().isFinal());
        assertFalse(running.isFinal());
    }

    @Test
    void shouldRefuseAnAttemptBeforeTheFirst() {
        assertThrows(IllegalArgumentException.class, () -> new RunState.Running("a", SOON, 0));
    }

    @Test
    void shouldBeNamedAsOnTheWire() {
        assertEquals("queued", new RunState.Queued().label());
        assertEquals("running", new RunState.Running("a", SOON, 1).label());
        assertEquals("failed", new RunState.Failed("why").label());
    }
}
