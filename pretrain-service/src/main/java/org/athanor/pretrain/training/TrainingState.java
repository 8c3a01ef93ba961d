package org.athanor.pretrain.training;

import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.engine.ComputeType;

/**
 * What a step reads besides weights and moments: {@code state.json} of a checkpoint.
 *
 * @param step steps done
 * @param position where the data goes on
 * @param seed of the data's order
 * @param computeType of the matrix products; another one would give other weights
 */
record TrainingState(
        long step, DatasetCursor.Position position, long seed, ComputeType computeType) {}
