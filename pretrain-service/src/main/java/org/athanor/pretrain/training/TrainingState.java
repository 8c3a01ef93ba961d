package org.athanor.pretrain.training;

import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.training.TrainingGuard;

/**
 * What a step reads besides weights and moments: {@code state.json} of a checkpoint.
 *
 * @param step steps done
 * @param position where the data goes on
 * @param seed of the data's order
 * @param computeType of the matrix products; another one would give other weights
 * @param guard what the guard knows; older checkpoints have none
 * @param rollbacks made so far
 * @param devices that the steps are spread over; older checkpoints name none, which is one
 */
record TrainingState(
        long step,
        DatasetCursor.Position position,
        long seed,
        ComputeType computeType,
        TrainingGuard.State guard,
        int rollbacks,
        int devices) {

    TrainingState {
        guard = guard == null ? TrainingGuard.State.START : guard;
        devices = Math.max(1, devices);
    }

    /** Before the first step. */
    static TrainingState start(Recipe recipe, int devices) {
        return new TrainingState(
                0,
                DatasetCursor.Position.START,
                recipe.seed(),
                recipe.computeType(),
                TrainingGuard.State.START,
                0,
                devices);
    }
}
