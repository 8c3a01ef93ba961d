package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.athanor.transformer.engine.Engine;

/**
 * A decoder under some head, and perhaps an adapter over it. Trainers ask it what scripts take and what
 * of it learns: everything, or the adapter with what is no language model's weight.
 */
public sealed interface DecoderModel permits LanguageModel, ScalarModel {

    Engine engine();

    DecoderConfig config();

    /** Body and head, without an adapter. */
    ModelWeights weights();

    /** The adapter over the weights, which are frozen then. */
    Optional<LoraAdapter> adapter();

    /** What training changes, and what a checkpoint of a training holds. */
    ModelWeights learning();

    /** All tensors as scripts take them: body, head, adapter. */
    default List<NDArray> inputs() {
        List<NDArray> inputs = new ArrayList<>(weights().tensors());
        adapter().ifPresent(adapter -> inputs.addAll(adapter.weights().tensors()));
        return inputs;
    }

    /** How many of the inputs, from the first on, do not learn. */
    default int frozen() {
        return inputs().size() - learning().tensors().size();
    }
}
