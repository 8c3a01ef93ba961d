package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.athanor.transformer.safetensors.TensorInfo;

/**
 * A model's weights in safetensors with Hugging Face's names, in one file or in shards. They are mapped
 * and pass through one buffer of bounded size, so that reading a model takes little more than the model.
 */
final class WeightFile implements AutoCloseable {

    private final NamedTensors tensors;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    private WeightFile(NamedTensors tensors) {
        this.tensors = tensors;
    }

    static WeightFile openFolder(Path folder) throws IOException {
        return new WeightFile(NamedTensors.ofFolder(folder));
    }

    static WeightFile openFile(Path file) throws IOException {
        return new WeightFile(NamedTensors.ofFile(file));
    }

    /**
     * Refuses files whose tensors are not those of the layout, in name and shape, before memory is taken
     * for any.
     */
    void check(WeightLayout layout) throws IOException {
        for (WeightSpec spec : layout.weights()) {
            for (WeightSpec.Part part : spec.parts()) {
                tensors.find(part.name(), spec.fileShape(part));
            }
        }
        tensors.checkAllFound();
    }

    /** Reads one weight of a layout that was checked into a tensor of its shape. */
    void read(WeightSpec spec, NDArray target) throws IOException {
        int columns = Math.max(1, spec.columns());
        int first = 0;
        for (WeightSpec.Part part : spec.parts()) {
            TensorInfo info = tensors.find(part.name(), spec.fileShape(part));
            int start = first;
            HostCopy.eachRows(
                    part.rows(),
                    columns,
                    (from, to) -> {
                        FloatBuffer piece = piece((to - from) * columns);
                        if (part.transposed()) {
                            tensors.copyTransposed(info, part.rows(), from, to, piece);
                        } else {
                            tensors.copy(info, (long) from * columns, piece);
                        }
                        HostCopy.set(target, start + from, start + to, buffer);
                    });
            first += part.rows();
        }
    }

    /** The buffer's first elements; it grows up to the largest piece and is used again. */
    private FloatBuffer piece(int elements) {
        if (buffer.capacity() < elements * Float.BYTES) {
            buffer =
                    ByteBuffer.allocateDirect(elements * Float.BYTES)
                            .order(ByteOrder.nativeOrder());
        }
        buffer.clear().limit(elements * Float.BYTES);
        return buffer.asFloatBuffer();
    }

    @Override
    public void close() {
        tensors.close();
    }
}
