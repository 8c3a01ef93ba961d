package org.athanor.pretrain.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.model.Plan;
import org.athanor.transformer.model.Presets;
import org.athanor.transformer.training.TrainerSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {

    private final Engines engines = new Engines();

    @AfterEach
    void close() {
        engines.close();
    }

    @Test
    void shouldHaveRoomForWhatIsLeftBesideTheTraining() {
        // Given: weights and two moments of 4 bytes each
        Plan plan = Plan.of(Presets.named("tiny"), 1, 16, ComputeType.F32);
        long copy = TrainerSnapshot.bytes(plan.parameters());

        // Then
        assertEquals(12 * plan.parameters(), copy);
        assertTrue(of(plan.trainingBytes() + copy).hasHostRoom(plan, copy));
        assertFalse(of(plan.trainingBytes() + copy - 1).hasHostRoom(plan, copy));
    }

    private DeviceMemory of(long bytes) {
        return new DeviceMemory(engines, new MachineMemory(), () -> OptionalLong.of(bytes));
    }
}
