package org.athanor.transformer.gguf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.gguf.TensorPlan.RowSource;

/**
 * The tensors of a file in their order. Matrices get the type that was asked for, unless their rows
 * are no whole number of its blocks: then bf16. Vectors stay f32: they are small and matter.
 */
final class TensorPlans {

    private final HuggingFaceTensors source;
    private final GgufType type;
    private final List<TensorPlan> plans = new ArrayList<>();

    TensorPlans(HuggingFaceTensors source, GgufType type) {
        this.source = source;
        this.type = type;
    }

    List<TensorPlan> plans() {
        return plans;
    }

    void vector(String name, String from, int length) throws IOException {
        vector(name, length, source.vector(from, length));
    }

    void vector(String name, int length, RowSource rows) {
        plans.add(new TensorPlan(name, GgufType.F32, 1, length, false, rows));
    }

    void matrix(String name, String from, int rows, int columns) throws IOException {
        add(name, rows, columns, source.matrix(from, rows, columns));
    }

    void transposed(String name, String from, int rows, int columns) throws IOException {
        add(name, rows, columns, source.transposed(from, rows, columns));
    }

    void interleaved(String name, String from, int heads, int headDim, int columns)
            throws IOException {
        add(name, heads * headDim, columns, source.interleaved(from, heads, headDim, columns));
    }

    /** A matrix that readers add instead of multiplying with: it stays f32. */
    void table(String name, String from, int rows, int columns) throws IOException {
        plans.add(
                new TensorPlan(
                        name,
                        GgufType.F32,
                        rows,
                        columns,
                        true,
                        source.matrix(from, rows, columns)));
    }

    private void add(String name, int rows, int columns, RowSource source) {
        boolean fits = columns % type.blockElements() == 0;
        plans.add(new TensorPlan(name, fits ? type : GgufType.BF16, rows, columns, true, source));
    }
}
