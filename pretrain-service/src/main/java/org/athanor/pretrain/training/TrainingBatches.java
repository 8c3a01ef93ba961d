package org.athanor.pretrain.training;

import java.util.List;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.training.TokenBatch;

/** The data of a run's steps, one after the other, in an order that its seed fixes. */
public interface TrainingBatches {

    /** The next step's micro-batches. */
    Step next();

    /** Where the step after the last one begins. */
    DatasetCursor.Position position();

    /** Opens the data at a position. */
    @FunctionalInterface
    interface Source {
        TrainingBatches from(DatasetCursor.Position position);
    }

    /** @param tokens that go through the model, padding left out */
    record Step(List<TokenBatch> microBatches, long tokens) {

        public Step {
            microBatches = List.copyOf(microBatches);
        }
    }
}
