package org.athanor.kit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.athanor.kit.problem.ErrorCode;
import org.junit.jupiter.api.Test;

class FullDiskTest {

    @Test
    void shouldTellAFullDiskFromOtherFailures() {
        // Given
        IOException full = new IOException("/store/x: No space left on device");

        // When, Then
        assertTrue(StorageFailures.isFull(new IllegalStateException(full)));
        assertFalse(StorageFailures.isFull(new IOException("Input/output error")));
        assertEquals(ErrorCode.STORAGE_FULL, StorageFailures.of("publishing a model", full).code());
        assertFalse(StorageFailures.of("publishing a model", full).getMessage().contains("/store"));
    }
}
