package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.engine.Engine;

/**
 * Several adapters of one kind of model as tensors from which every row of a batch picks its own: number 0
 * changes nothing, the others follow in their order. Layers that an adapter leaves alone, and the ranks by
 * which it is narrower than the widest, are zeros.
 */
public final class AdapterStack implements AutoCloseable {

    private final AdapterLayout layout;
    private final NDManager manager;
    private final List<NDArray> tensors = new ArrayList<>();

    /**
     * Copies the adapters as they are now.
     *
     * @throws IllegalArgumentException when one was made for a model of another shape
     */
    public AdapterStack(Engine engine, DecoderConfig base, List<LoraAdapter> adapters) {
        adapters.forEach(adapter -> adapter.requireFits(base));
        this.layout =
                AdapterLayout.union(base, adapters.stream().map(LoraAdapter::layout).toList());
        this.manager = engine.newManager();
        for (AdapterLayout.Module module : layout.modules()) {
            stack(module, adapters);
        }
    }

    private void stack(AdapterLayout.Module module, List<LoraAdapter> adapters) {
        int count = adapters.size() + 1;
        int rank =
                adapters.stream()
                        .filter(adapter -> adapter.layout().modules().contains(module))
                        .mapToInt(adapter -> adapter.config().rank())
                        .max()
                        .orElseThrow();
        NDArray a = manager.zeros(new Shape(count, rank, module.columns()), DataType.FLOAT32);
        NDArray b = manager.zeros(new Shape(count, module.rows(), rank), DataType.FLOAT32);
        for (int i = 0; i < adapters.size(); i++) {
            LoraAdapter adapter = adapters.get(i);
            int at = adapter.layout().modules().indexOf(module);
            if (at >= 0) {
                String ranks = "0:" + adapter.config().rank();
                NDArray scale = b.getManager().create((float) adapter.config().scale());
                try (NDArray scaled = scale.mul(adapter.weights().tensors().get(2 * at + 1))) {
                    a.set(
                            new NDIndex(i + 1 + "," + ranks),
                            adapter.weights().tensors().get(2 * at));
                    b.set(new NDIndex(i + 1 + ",:," + ranks), scaled);
                }
                scale.close();
            }
        }
        tensors.add(a);
        tensors.add(b);
    }

    /** The layers of all adapters together. */
    public AdapterLayout layout() {
        return layout;
    }

    /** For each layer A [adapters + 1, rank, in] and B [adapters + 1, out, rank], the scale in it. */
    public List<NDArray> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        manager.close();
    }
}
