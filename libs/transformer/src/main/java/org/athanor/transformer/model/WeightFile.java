package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.athanor.transformer.safetensors.MalformedSafetensorsException;
import org.athanor.transformer.safetensors.SafetensorsFolder;
import org.athanor.transformer.safetensors.TensorInfo;

/**
 * A model's weights in safetensors with Hugging Face's names, in one file or in shards. They are mapped
 * and pass through one buffer of bounded size, so that reading a model takes little more than the model.
 */
final class WeightFile implements AutoCloseable {

    /** GPT-2 files of the base model leave this out of every name. */
    private static final String GPT2_PREFIX = "transformer.";

    /** Tensors that some files carry and that are no weights: masks, tables, a head that is tied. */
    private static final List<String> NO_WEIGHTS =
            List.of(".attn.bias", ".attn.masked_bias", "rotary_emb.inv_freq", "lm_head.weight");

    private final Path path;
    private final SafetensorsFolder tensors;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    private WeightFile(Path path, SafetensorsFolder tensors) {
        this.path = path;
        this.tensors = tensors;
    }

    static WeightFile openFolder(Path folder) throws IOException {
        return new WeightFile(folder, SafetensorsFolder.open(folder));
    }

    static WeightFile openFile(Path file) throws IOException {
        return new WeightFile(file, SafetensorsFolder.ofFile(file));
    }

    /**
     * Refuses files whose tensors are not those of the layout, in name and shape, before memory is taken
     * for any. A tensor without a place counts: dropping it silently would change the model.
     */
    void check(WeightLayout layout) throws IOException {
        Set<String> wanted = new HashSet<>();
        for (WeightSpec spec : layout.weights()) {
            for (WeightSpec.Part part : spec.parts()) {
                wanted.add(part.name());
                wanted.add(shortName(part.name()));
                checkShape(spec, part);
            }
        }
        for (String name : tensors.tensors().keySet()) {
            if (!wanted.contains(name) && NO_WEIGHTS.stream().noneMatch(name::endsWith)) {
                throw malformed(name, "has no place in a model of this configuration");
            }
        }
    }

    private void checkShape(WeightSpec spec, WeightSpec.Part part) throws IOException {
        TensorInfo info = find(part.name());
        long[] shape = info.shape().stream().mapToLong(l -> l).toArray();
        if (!Arrays.equals(spec.fileShape(part), shape)) {
            throw malformed(
                    info.name(),
                    "has shape "
                            + info.shape()
                            + ", the configuration needs "
                            + Arrays.toString(spec.fileShape(part)));
        }
    }

    /** Reads one weight of a layout that was checked into a tensor of its shape. */
    void read(WeightSpec spec, NDArray target) throws IOException {
        int columns = Math.max(1, spec.columns());
        int first = 0;
        for (WeightSpec.Part part : spec.parts()) {
            TensorInfo info = find(part.name());
            int start = first;
            HostCopy.eachRows(
                    part.rows(),
                    columns,
                    (from, to) -> {
                        FloatBuffer piece = piece((to - from) * columns);
                        if (part.transposed()) {
                            gather(info, part.rows(), from, to, piece);
                        } else {
                            tensors.copy(info, (long) from * columns, piece);
                        }
                        HostCopy.set(target, start + from, start + to, buffer);
                    });
            first += part.rows();
        }
    }

    /** Rows {@code from..to} of a weight that the file holds as [columns, rows]. */
    private void gather(TensorInfo info, int rows, int from, int to, FloatBuffer target) {
        float[] column = new float[to - from];
        int columns = target.remaining() / column.length;
        for (int c = 0; c < columns; c++) {
            tensors.copy(info, (long) c * rows + from, FloatBuffer.wrap(column));
            for (int r = 0; r < column.length; r++) {
                target.put(r * columns + c, column[r]);
            }
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

    private TensorInfo find(String name) throws IOException {
        TensorInfo info = tensors.tensors().get(name);
        if (info == null) {
            info = tensors.tensors().get(shortName(name));
        }
        if (info == null) {
            throw malformed(name, "is missing");
        }
        return info;
    }

    private MalformedSafetensorsException malformed(String tensor, String reason) {
        return new MalformedSafetensorsException(path + ": tensor " + tensor + " " + reason);
    }

    private static String shortName(String name) {
        return name.startsWith(GPT2_PREFIX) ? name.substring(GPT2_PREFIX.length()) : name;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
