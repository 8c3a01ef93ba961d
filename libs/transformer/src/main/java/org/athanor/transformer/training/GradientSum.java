package org.athanor.transformer.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.athanor.transformer.model.HostCopy;

/**
 * Loss and gradients of micro-batches, added up.
 *
 * @param nats summed cross-entropy
 * @param tensors a gradient for each weight that learns, of the mean loss of the whole step
 */
record GradientSum(double nats, List<NDArray> tensors) {

    /** Adds, in place, what another device has found. */
    GradientSum plus(GradientSum other) {
        for (int i = 0; i < tensors.size(); i++) {
            HostCopy.add(other.tensors.get(i), tensors.get(i));
        }
        return new GradientSum(nats + other.nats, tensors);
    }
}
