package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.engine.Engine;

/**
 * A copy of tensors in the host's memory, for whoever reads them while the tensors themselves go on
 * changing. The memory is allocated by the first {@link #take} and used again by every later one. One
 * thread at a time; {@link #take} and the readers take turns.
 */
public final class HostTensors implements AutoCloseable {

    private final List<NDArray> sources;
    private final NDManager manager;
    private final List<NDArray> copies = new ArrayList<>();

    /** @param sources f32 tensors, which stay the caller's */
    public HostTensors(Engine engine, List<NDArray> sources) {
        this.sources = List.copyOf(sources);
        this.manager = engine.newHostManager();
    }

    /** Copies the tensors as they are now. */
    public void take() {
        if (copies.isEmpty()) {
            for (NDArray source : sources) {
                copies.add(manager.create(source.getShape(), DataType.FLOAT32));
            }
        }
        for (int i = 0; i < copies.size(); i++) {
            HostCopy.copy(sources.get(i), copies.get(i));
        }
    }

    /** What the last {@link #take} copied, in the order of the sources. */
    public List<NDArray> tensors() {
        if (copies.isEmpty() && !sources.isEmpty()) {
            throw new IllegalStateException("nothing has been taken yet");
        }
        return List.copyOf(copies);
    }

    @Override
    public void close() {
        manager.close();
    }
}
