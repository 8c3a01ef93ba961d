package org.athanor.transformer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * The arguments of one call of a script method, in the order of its parameters. Scalars travel as
 * tensors without dimensions: the script reads them with {@code float(x)} or {@code int(x)}.
 *
 * <p>A list is marked by the name of its tensors, so a tensor must not be in two lists of different
 * names at once; weights are called {@code weights} everywhere.
 */
public final class Arguments {

    private final NDManager manager;
    private final NDList values = new NDList();

    /**
     * @param manager owner of the scalars and of the call's results
     */
    public Arguments(NDManager manager) {
        this.manager = manager;
    }

    public Arguments tensor(NDArray value) {
        value.setName(null);
        values.add(value);
        return this;
    }

    public Arguments number(double value) {
        values.add(manager.create((float) value));
        return this;
    }

    public Arguments number(long value) {
        values.add(manager.create(value));
        return this;
    }

    public Arguments list(String name, List<NDArray> tensors) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("the list " + name + " of a script call is empty");
        }
        String mark = name + "[]";
        for (NDArray tensor : tensors) {
            if (!mark.equals(tensor.getName())) {
                tensor.setName(mark);
            }
            values.add(tensor);
        }
        return this;
    }

    NDManager manager() {
        return manager;
    }

    NDList values() {
        return values;
    }
}
