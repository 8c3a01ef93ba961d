package org.athanor.transformer.gguf;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.athanor.transformer.gguf.TensorPlan.RowSource;
import org.athanor.transformer.model.NamedTensors;
import org.athanor.transformer.safetensors.TensorInfo;

/** The mapped tensors of a folder in Hugging Face's layout, read by rows in the order wanted. */
final class HuggingFaceTensors implements AutoCloseable {

    private final NamedTensors tensors;

    private HuggingFaceTensors(NamedTensors tensors) {
        this.tensors = tensors;
    }

    static HuggingFaceTensors open(Path folder) throws IOException {
        return new HuggingFaceTensors(NamedTensors.ofFolder(folder));
    }

    /** A vector as one row. */
    RowSource vector(String name, int length) throws IOException {
        TensorInfo tensor = tensors.find(name, length);
        return (from, to) -> floats(tensor, 0, length);
    }

    /** A matrix as it is. */
    RowSource matrix(String name, int rows, int columns) throws IOException {
        TensorInfo tensor = tensors.find(name, rows, columns);
        return (from, to) ->
                floats(tensor, (long) from * columns, Math.multiplyExact(to - from, columns));
    }

    /** A matrix that the folder holds as [columns, rows]. */
    RowSource transposed(String name, int rows, int columns) throws IOException {
        TensorInfo tensor = tensors.find(name, columns, rows);
        return (from, to) -> {
            float[] piece = new float[Math.multiplyExact(to - from, columns)];
            tensors.copyTransposed(tensor, rows, from, to, FloatBuffer.wrap(piece));
            return piece;
        };
    }

    /**
     * Queries or keys for rotations of neighbours. Hugging Face rotates row i of a head with row
     * i + headDim/2; the result has such two beside each other, as rows 2i and 2i + 1.
     */
    RowSource interleaved(String name, int heads, int headDim, int columns) throws IOException {
        TensorInfo tensor = tensors.find(name, (long) heads * headDim, columns);
        return (from, to) -> {
            float[] piece = new float[Math.multiplyExact(to - from, columns)];
            for (int row = from; row < to; row++) {
                int within = row % headDim;
                int source = row - within + within / 2 + within % 2 * (headDim / 2);
                float[] values = floats(tensor, (long) source * columns, columns);
                System.arraycopy(values, 0, piece, (row - from) * columns, columns);
            }
            return piece;
        };
    }

    private float[] floats(TensorInfo tensor, long from, int count) {
        float[] values = new float[count];
        tensors.copy(tensor, from, FloatBuffer.wrap(values));
        return values;
    }

    /** Refuses tensors that nobody asked for: leaving them out silently would change the model. */
    void checkAllFound() throws IOException {
        tensors.checkAllFound();
    }

    @Override
    public void close() {
        tensors.close();
    }
}
