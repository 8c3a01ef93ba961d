package org.athanor.inference.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.junit.jupiter.api.Test;

class NamedModelTest {

    private static final ArtifactId FIRST = new ArtifactId("1".repeat(64));
    private static final ArtifactId SECOND = new ArtifactId("2".repeat(64));
    private static final ArtifactId THIRD = new ArtifactId("3".repeat(64));
    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-02T00:00:00Z");

    private final NamedModel first = NamedModel.first("chat", FIRST, EARLY);

    @Test
    void shouldRememberThePreviousModelWhenPromoted() {
        // When
        NamedModel second = first.promote(SECOND, LATE);

        // Then
        assertEquals(new NamedModel("chat", SECOND, FIRST, null, 0, LATE), second);
    }

    @Test
    void shouldChangeNothingWhenAskedForWhatIsSo() {
        // Given
        NamedModel trial = first.tryCanary(SECOND, 0.25);

        // Then
        assertSame(first, first.promote(FIRST, LATE));
        assertSame(trial, trial.tryCanary(SECOND, 0.25));
        assertSame(first, first.rollBack(FIRST, LATE));
    }

    @Test
    void shouldKeepStableWhileACanaryIsTried() {
        // When
        NamedModel trial = first.tryCanary(SECOND, 0.25);

        // Then
        assertEquals(FIRST, trial.stable());
        assertEquals(SECOND, trial.canary());
        assertEquals(0.25, trial.canaryShare());
        assertEquals(0.5, trial.tryCanary(SECOND, 0.5).canaryShare());
    }

    @Test
    void shouldEndTheTrialWhenTheCanaryIsPromoted() {
        // When
        NamedModel promoted = first.tryCanary(SECOND, 0.25).promote(SECOND, LATE);

        // Then
        assertEquals(new NamedModel("chat", SECOND, FIRST, null, 0, LATE), promoted);
    }

    @Test
    void shouldRollBackTheCanaryBeforeTheStableModel() {
        // Given
        NamedModel trial = first.promote(SECOND, LATE).tryCanary(THIRD, 0.1);

        // When
        NamedModel once = trial.rollBack(null, LATE);
        NamedModel twice = once.rollBack(null, LATE);

        // Then
        assertEquals(SECOND, once.stable());
        assertNull(once.canary());
        assertEquals(FIRST, twice.stable());
        assertNull(twice.previous());
    }

    @Test
    void shouldRefuseToRollBackWhereNothingWasBefore() {
        // When
        AthanorException refused =
                assertThrows(AthanorException.class, () -> first.rollBack(null, LATE));

        // Then
        assertEquals(ErrorCode.CONFLICT, refused.code());
    }

    @Test
    void shouldRefuseToRollBackToAnUnrelatedModel() {
        // Given
        NamedModel second = first.promote(SECOND, LATE);

        // Then
        assertThrows(AthanorException.class, () -> second.rollBack(THIRD, LATE));
        assertEquals(FIRST, second.rollBack(FIRST, LATE).stable());
    }

    @Test
    void shouldRefuseTheStableModelAsItsOwnCanary() {
        assertThrows(AthanorException.class, () -> first.tryCanary(FIRST, 0.5));
    }
}
