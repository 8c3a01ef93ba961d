package org.athanor.pretrain.training;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.dataset.Mixture;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.training.TrainingGuard;

/**
 * What a step reads besides weights and moments: {@code state.json} of a checkpoint.
 *
 * @param step steps done
 * @param position where the data goes on: a cursor for each dataset of a mixture, and of one dataset, as
 *     in older checkpoints, that cursor alone
 * @param before rows that each of them had given when one ended the last time, if any has
 * @param seed of the data's order
 * @param computeType of the matrix products; another one would give other weights
 * @param guard what the guard knows; older checkpoints have none
 * @param rollbacks made so far
 * @param devices that the steps are spread over; older checkpoints name none, which is one
 */
record TrainingState(
        long step,
        @JsonFormat(
                        with = {
                            JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                            JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
                        })
                List<DatasetCursor.Position> position,
        List<Long> before,
        long seed,
        ComputeType computeType,
        TrainingGuard.State guard,
        int rollbacks,
        int devices) {

    TrainingState {
        position = List.copyOf(position);
        before = before == null ? List.of() : List.copyOf(before);
        guard = guard == null ? TrainingGuard.State.START : guard;
        devices = Math.max(1, devices);
    }

    TrainingState(
            long step,
            Mixture.Position position,
            long seed,
            ComputeType computeType,
            TrainingGuard.State guard,
            int rollbacks,
            int devices) {
        this(
                step,
                position.cursors(),
                position.before(),
                seed,
                computeType,
                guard,
                rollbacks,
                devices);
    }

    /** Where the data goes on. */
    Mixture.Position data() {
        return new Mixture.Position(position, before);
    }

    /** Before the first step. */
    static TrainingState start(Recipe recipe, int devices) {
        return new TrainingState(
                0,
                Mixture.Position.START,
                recipe.seed(),
                recipe.computeType(),
                TrainingGuard.State.START,
                0,
                devices);
    }
}
