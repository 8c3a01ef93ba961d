package org.athanor.pretrain.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.athanor.kit.json.AthanorJson;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.training.TrainingGuard;
import org.junit.jupiter.api.Test;

class TrainingStateTest {

    private final ObjectMapper json = AthanorJson.mapper();

    @Test
    void shouldComeBackToTheLastBit() throws IOException {
        // Given: numbers that have no short decimal form
        TrainingState state =
                new TrainingState(
                        7,
                        new DatasetCursor.Position(1, 56),
                        3,
                        ComputeType.BF16,
                        new TrainingGuard.State(
                                List.of(1 / 3.0, Math.PI), List.of(1e-300, 0.1 + 0.2), 2),
                        1,
                        4);

        // When, Then
        assertEquals(state, json.readValue(json.writeValueAsString(state), TrainingState.class));
    }

    @Test
    void shouldReadAStateFromBeforeThereWereGuardsAndSeveralDevices() throws IOException {
        // Given
        String old =
                "{\"step\":7,\"position\":{\"epoch\":0,\"index\":56},\"seed\":3,\"computeType\":\"F32\"}";

        // When
        TrainingState state = json.readValue(old, TrainingState.class);

        // Then
        assertEquals(TrainingGuard.State.START, state.guard());
        assertEquals(0, state.rollbacks());
        assertEquals(1, state.devices());
        assertEquals(56, state.position().index());
    }
}
