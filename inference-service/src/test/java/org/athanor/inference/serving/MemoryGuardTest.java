package org.athanor.inference.serving;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.junit.jupiter.api.Test;

class MemoryGuardTest {

    private static final ArtifactId MODEL = new ArtifactId("a".repeat(64));
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void shouldRefuseWhatDoesNotFitWithTheFigures() {
        // Given
        MemoryGuard guard = new MemoryGuard(() -> 100 * MEBIBYTE);

        // When: twice 60 MiB
        AthanorException refused =
                assertThrows(AthanorException.class, () -> guard.check(MODEL, 60 * MEBIBYTE));

        // Then
        assertEquals(ErrorCode.UNPROCESSABLE, refused.code());
        assertTrue(refused.getMessage().contains("120.0 MiB"), refused.getMessage());
        assertTrue(refused.getMessage().contains("100.0 MiB"), refused.getMessage());
    }

    @Test
    void shouldLetWhatFitsPass() {
        assertDoesNotThrow(() -> new MemoryGuard(() -> 100 * MEBIBYTE).check(MODEL, 50 * MEBIBYTE));
        assertDoesNotThrow(() -> new MemoryGuard().check(MODEL, MEBIBYTE));
    }
}
