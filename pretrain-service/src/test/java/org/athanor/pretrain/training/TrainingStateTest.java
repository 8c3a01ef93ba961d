package org.athanor.pretrain.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.athanor.kit.json.AthanorJson;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.dataset.Mixture;
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
                        Mixture.Position.of(new DatasetCursor.Position(1, 56)),
                        3,
                        ComputeType.BF16,
                        new TrainingGuard.State(
                                List.of(1 / 3.0, Math.PI), List.of(1e-300, 0.1 + 0.2), 2),
                        1,
                        4);

        // When, Then
        assertEquals(state, json.readValue(json.writeValueAsString(state), TrainingState.class));
        assertEquals(1, json.valueToTree(state).at("/position/epoch").asInt(), "as it always was");
    }

    @Test
    void shouldKeepThePlaceInEveryDatasetOfAMixture() throws IOException {
        // Given
        Mixture.Position position =
                new Mixture.Position(
                        List.of(
                                new DatasetCursor.Position(1, 56),
                                new DatasetCursor.Position(0, 1L << 40)),
                        List.of(100L, 12L));
        TrainingState state =
                new TrainingState(7, position, 3, ComputeType.F32, TrainingGuard.State.START, 0, 1);

        // When
        TrainingState read = json.readValue(json.writeValueAsString(state), TrainingState.class);

        // Then
        assertEquals(position, read.data());
        assertEquals(state, read);
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
        assertEquals(56, state.data().single().index());
    }
}
