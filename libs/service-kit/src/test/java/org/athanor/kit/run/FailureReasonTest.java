package org.athanor.kit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.junit.jupiter.api.Test;

class FailureReasonTest {

    @Test
    void shouldPassAnExpectedFailureOn() {
        assertEquals(
                "the corpus is empty",
                FailureReason.of(
                        new AthanorException(ErrorCode.UNPROCESSABLE, "the corpus is empty")));
    }

    @Test
    void shouldKnowAFullDiskHoweverDeepItIs() {
        // Given
        Throwable failure =
                new IllegalStateException(
                        new UncheckedIOException(new IOException("No space left on device")));

        // When, Then
        assertTrue(FailureReason.of(failure).startsWith("the disk is full"));
    }

    @Test
    void shouldKeepTheInsideOfOthersToTheLog() {
        assertFalse(FailureReason.of(new IllegalStateException("/root/key")).contains("/root"));
    }
}
