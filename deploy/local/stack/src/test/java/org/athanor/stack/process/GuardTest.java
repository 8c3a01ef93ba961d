package org.athanor.stack.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuardTest {

    @Test
    void shouldLeaveAProcessAloneWhenDismissed() throws Exception {
        // Given
        Process process = new ProcessBuilder("sleep", "60").start();

        // When
        Guard.over(process.pid(), "TERM").close();

        // Then
        assertFalse(process.waitFor(300, TimeUnit.MILLISECONDS));
        process.destroyForcibly();
    }

    @Test
    void shouldSignalTheProcessWhenThePipeBreaks() throws Exception {
        // Given
        Process process = new ProcessBuilder("sleep", "60").start();
        Guard guard = Guard.over(process.pid(), "TERM");

        // When
        guard.dropPipe();

        // Then
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
}
