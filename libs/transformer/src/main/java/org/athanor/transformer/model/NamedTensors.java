package org.athanor.transformer.model;

import java.io.IOException;
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
 * The tensors of a model's weights, mapped, in one file or in shards: asked for by the names that Hugging
 * Face gives them, each once and for all with the shape that it must have.
 */
public final class NamedTensors implements AutoCloseable {

    /** GPT-2 files of the base model leave this out of every name. */
    private static final String GPT2_PREFIX = "transformer.";

    /** Tensors that some files carry and that are no weights: masks, tables, a head that is tied. */
    private static final List<String> NO_WEIGHTS =
            List.of(".attn.bias", ".attn.masked_bias", "rotary_emb.inv_freq", "lm_head.weight");

    private final Path path;
    private final SafetensorsFolder tensors;
    private final Set<String> found = new HashSet<>();

    private NamedTensors(Path path, SafetensorsFolder tensors) {
        this.path = path;
        this.tensors = tensors;
    }

    /**
     * Opens {@code model.safetensors} of a folder, or the shards that its index names.
     *
     * @throws IOException when a file is missing or malformed
     */
    public static NamedTensors ofFolder(Path folder) throws IOException {
        return new NamedTensors(folder, SafetensorsFolder.open(folder));
    }

    static NamedTensors ofFile(Path file) throws IOException {
        return new NamedTensors(file, SafetensorsFolder.ofFile(file));
    }

    /**
     * The tensor of that name.
     *
     * @param shape lengths of its dimensions as the file must have them
     * @throws MalformedSafetensorsException when it is missing, of another shape, or of a type that is not
     *     read
     */
    public TensorInfo find(String name, long... shape) throws IOException {
        TensorInfo info = tensors.tensors().get(name);
        if (info == null && name.startsWith(GPT2_PREFIX)) {
            info = tensors.tensors().get(name.substring(GPT2_PREFIX.length()));
        }
        if (info == null) {
            throw malformed(name, "is missing");
        }
        if (!info.shape().equals(Arrays.stream(shape).boxed().toList())) {
            throw malformed(
                    info.name(),
                    "has shape "
                            + info.shape()
                            + ", the configuration needs "
                            + Arrays.toString(shape));
        }
        if (!info.type().isReadable()) {
            throw malformed(
                    info.name(), "is of type " + info.type() + ": F32, F16 and BF16 are read");
        }
        found.add(info.name());
        return info;
    }

    /**
     * Refuses a file that holds weights which nobody asked for: leaving them out silently would change the
     * model. What has no fractions is none of the weights, whatever it is called.
     */
    public void checkAllFound() throws IOException {
        for (TensorInfo info : tensors.tensors().values()) {
            if (info.type().isFractional()
                    && !found.contains(info.name())
                    && NO_WEIGHTS.stream().noneMatch(info.name()::endsWith)) {
                throw malformed(info.name(), "has no place in a model of this configuration");
            }
        }
    }

    /** Fills a buffer's remaining places with elements from {@code from} on, as f32. */
    public void copy(TensorInfo tensor, long from, FloatBuffer target) {
        tensors.copy(tensor, from, target);
    }

    /**
     * Fills a buffer with rows {@code from..to} of a matrix that the file holds as [columns, rows].
     *
     * @param rows of the whole matrix
     * @param target has room for {@code to - from} rows from its position on, which stays
     */
    public void copyTransposed(TensorInfo tensor, int rows, int from, int to, FloatBuffer target) {
        float[] column = new float[to - from];
        int columns = Math.toIntExact(tensor.shape().getFirst());
        for (int c = 0; c < columns; c++) {
            copy(tensor, (long) c * rows + from, FloatBuffer.wrap(column));
            for (int r = 0; r < column.length; r++) {
                target.put(target.position() + r * columns + c, column[r]);
            }
        }
    }

    private MalformedSafetensorsException malformed(String tensor, String reason) {
        return new MalformedSafetensorsException(path + ": tensor " + tensor + " " + reason);
    }

    @Override
    public void close() {
        tensors.close();
    }
}
