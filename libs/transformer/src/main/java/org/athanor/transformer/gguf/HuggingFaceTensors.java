package org.athanor.transformer.gguf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.athanor.transformer.gguf.TensorPlan.RowSource;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.safetensors.MalformedSafetensorsException;
import org.athanor.transformer.safetensors.SafetensorsReader;
import org.athanor.transformer.safetensors.TensorInfo;

/** The mapped tensors of a folder in Hugging Face's layout, read by rows in the order wanted. */
final class HuggingFaceTensors implements AutoCloseable {

    /** GPT-2 files of the base model leave this out of every name. */
    private static final String GPT2_PREFIX = "transformer.";

    /** Tensors that some files carry and that are no weights: masks, tables, a head that is tied. */
    private static final List<String> NO_WEIGHTS =
            List.of(".attn.bias", ".attn.masked_bias", "rotary_emb.inv_freq", "lm_head.weight");

    private final Path file;
    private final SafetensorsReader reader;
    private final Set<String> used = new HashSet<>();

    private HuggingFaceTensors(Path file, SafetensorsReader reader) {
        this.file = file;
        this.reader = reader;
    }

    static HuggingFaceTensors open(Path folder) throws IOException {
        Path file = folder.resolve(LanguageModel.WEIGHTS_FILE);
        return new HuggingFaceTensors(file, SafetensorsReader.open(file));
    }

    /** A vector as one row. */
    RowSource vector(String name, int length) throws IOException {
        TensorInfo tensor = find(name, List.of((long) length));
        return (from, to) -> reader.floats(tensor, 0, length);
    }

    /** A matrix as it is. */
    RowSource matrix(String name, int rows, int columns) throws IOException {
        TensorInfo tensor = find(name, List.of((long) rows, (long) columns));
        return (from, to) ->
                reader.floats(
                        tensor, (long) from * columns, Math.multiplyExact(to - from, columns));
    }

    /** A matrix that the folder holds as [columns, rows]. */
    RowSource transposed(String name, int rows, int columns) throws IOException {
        TensorInfo tensor = find(name, List.of((long) columns, (long) rows));
        return (from, to) -> {
            float[] piece = new float[Math.multiplyExact(to - from, columns)];
            for (int column = 0; column < columns; column++) {
                float[] part = reader.floats(tensor, (long) column * rows + from, to - from);
                for (int i = 0; i < part.length; i++) {
                    piece[i * columns + column] = part[i];
                }
            }
            return piece;
        };
    }

    /**
     * Queries or keys for rotations of neighbours. Hugging Face rotates row i of a head with row
     * i + headDim/2; the result has such two beside each other, as rows 2i and 2i + 1.
     */
    RowSource interleaved(String name, int heads, int headDim, int columns) throws IOException {
        TensorInfo tensor = find(name, List.of((long) heads * headDim, (long) columns));
        return (from, to) -> {
            float[] piece = new float[Math.multiplyExact(to - from, columns)];
            for (int row = from; row < to; row++) {
                int within = row % headDim;
                int source = row - within + within / 2 + within % 2 * (headDim / 2);
                float[] values = reader.floats(tensor, (long) source * columns, columns);
                System.arraycopy(values, 0, piece, (row - from) * columns, columns);
            }
            return piece;
        };
    }

    private TensorInfo find(String name, List<Long> shape) throws IOException {
        TensorInfo tensor = reader.tensors().get(name);
        if (tensor == null && name.startsWith(GPT2_PREFIX)) {
            tensor = reader.tensors().get(name.substring(GPT2_PREFIX.length()));
        }
        if (tensor == null) {
            throw new MalformedSafetensorsException(file + ": tensor " + name + " is missing");
        }
        if (!tensor.shape().equals(shape)) {
            throw new MalformedSafetensorsException(
                    "%s: tensor %s has shape %s, the configuration needs %s"
                            .formatted(file, tensor.name(), tensor.shape(), shape));
        }
        used.add(tensor.name());
        return tensor;
    }

    /** Refuses tensors that nobody asked for: leaving them out silently would change the model. */
    void checkAllUsed() throws IOException {
        for (String name : reader.tensors().keySet()) {
            if (!used.contains(name) && NO_WEIGHTS.stream().noneMatch(name::endsWith)) {
                throw new MalformedSafetensorsException(
                        "%s: tensor %s has no place in a model of this configuration"
                                .formatted(file, name));
            }
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
