package org.athanor.kit.database;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseOutageTest {

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "53300", "40001", "40P01"})
    void shouldExpectTheseToPass(String state) {
        assertTrue(
                DatabaseOutage.isCauseOf(new IllegalStateException(new SQLException("x", state))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "22001"})
    void shouldNotRepeatWhatStaysWrong(String state) {
        assertFalse(DatabaseOutage.isCauseOf(new DatabaseException(new SQLException("x", state))));
    }

    @Test
    void shouldKnowThePoolsOwnTimeoutAndSuppressedFailures() {
        // Given
        RuntimeException outer = new RuntimeException("rolled back");
        outer.addSuppressed(new SQLException("Sorry, acquisition timeout!"));

        // When, Then
        assertTrue(DatabaseOutage.isCauseOf(outer));
        assertFalse(DatabaseOutage.isCauseOf(new RuntimeException("timeout of something else")));
    }
}
