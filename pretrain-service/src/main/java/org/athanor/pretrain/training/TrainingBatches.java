package org.athanor.pretrain.training;

import java.util.List;
import java.util.Map;
import org.athanor.transformer.dataset.Mixture;
import org.athanor.transformer.training.TokenBatch;

/** The data of a run's steps, one after the other, in an order that its seed fixes. */
public interface TrainingBatches {

    /** The next step's micro-batches. */
    Step next();

    /** Where the step after the last one begins. */
    Mixture.Position position();

    /** What the data says of itself, among a step's metrics. */
    default Map<String, Double> figures() {
        return Map.of();
    }

    /** Opens the data at a position. */
    @FunctionalInterface
    interface Source {
        TrainingBatches from(Mixture.Position position);
    }

    /** @param tokens that go through the model, padding left out */
    record Step(List<TokenBatch> microBatches, long tokens) {

        public Step {
            microBatches = List.copyOf(microBatches);
        }
    }
}
