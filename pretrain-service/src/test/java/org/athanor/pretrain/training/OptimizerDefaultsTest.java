package org.athanor.pretrain.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.junit.jupiter.api.Test;

class OptimizerDefaultsTest {

    private static final OptimizerDefaults DEFAULTS =
            new OptimizerDefaults(1e-3, "cosine", 0.1, 0.1, 0.1);

    @Test
    void shouldTakeWhatTheClientDidNotChoose() {
        // When
        Schedule schedule = DEFAULTS.schedule(OptimizerParameters.USUAL, 200);
        OptimizerConfig optimizer = DEFAULTS.optimizer(OptimizerParameters.USUAL);

        // Then
        assertEquals(20, schedule.warmupSteps());
        assertEquals(1e-3, schedule.rate(20), 1e-12);
        assertEquals(1e-4, schedule.rate(200), 1e-12);
        assertEquals(new OptimizerConfig(0.9, 0.95, 1e-8, 0.1, 1), optimizer);
    }

    @Test
    void shouldPreferWhatTheClientChose() {
        // Given
        OptimizerParameters chosen =
                new OptimizerParameters(
                        null, 4e-3, 1e-3, 0L, "linear", List.of(0.8, 0.99), 0.0, 5.0);

        // When
        Schedule schedule = DEFAULTS.schedule(chosen, 300);
        OptimizerConfig optimizer = DEFAULTS.optimizer(chosen);

        // Then: from 4e-3 down to 1e-3 in 300 equal steps
        assertEquals(3e-3, schedule.rate(100), 1e-12);
        assertEquals(1e-3, schedule.rate(300), 1e-12);
        assertEquals(new OptimizerConfig(0.8, 0.99, 1e-8, 0, 5), optimizer);
    }

    @Test
    void shouldRefuseAWarmupLongerThanTheRun() {
        // Given
        OptimizerParameters chosen =
                new OptimizerParameters(null, null, null, 11L, null, null, null, null);

        // When
        AthanorException refused =
                assertThrows(AthanorException.class, () -> DEFAULTS.schedule(chosen, 10));

        // Then
        assertTrue(refused.getMessage().contains("warmupSteps 11"), refused.getMessage());
    }

    @Test
    void shouldRefuseAMinimumAboveTheRate() {
        // Given
        OptimizerParameters chosen =
                new OptimizerParameters(null, 1e-4, 1e-3, null, null, null, null, null);

        // When
        AthanorException refused =
                assertThrows(AthanorException.class, () -> DEFAULTS.schedule(chosen, 10));

        // Then
        assertTrue(refused.getMessage().contains("minimumLearningRate"), refused.getMessage());
    }
}
