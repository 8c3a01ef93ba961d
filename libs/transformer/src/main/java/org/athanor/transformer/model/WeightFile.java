package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.athanor.transformer.safetensors.MalformedSafetensorsException;
import org.athanor.transformer.safetensors.SafetensorsReader;
import org.athanor.transformer.safetensors.SafetensorsWriter;
import org.athanor.transformer.safetensors.TensorInfo;

/** A model's weights as a safetensors file with Hugging Face's names. */
final class WeightFile implements AutoCloseable {

    /** GPT-2 files of the base model leave this out of every name. */
    private static final String GPT2_PREFIX = "transformer.";

    /** Tensors that some files carry and that are no weights: masks, tables, a head that is tied. */
    private static final List<String> NO_WEIGHTS =
            List.of(".attn.bias", ".attn.masked_bias", "rotary_emb.inv_freq", "lm_head.weight");

    private final Path file;
    private final SafetensorsReader reader;

    private WeightFile(Path file, SafetensorsReader reader) {
        this.file = file;
        this.reader = reader;
    }

    static WeightFile open(Path file) throws IOException {
        return new WeightFile(file, SafetensorsReader.open(file));
    }

    /** Refuses tensors that the layout has no place for: dropping them silently would change the model. */
    void checkNames(WeightLayout layout) throws IOException {
        Set<String> wanted = new HashSet<>();
        for (WeightSpec spec : layout.weights()) {
            for (WeightSpec.Part part : spec.parts()) {
                wanted.add(part.name());
                wanted.add(shortName(part.name()));
            }
        }
        for (String name : reader.tensors().keySet()) {
            if (!wanted.contains(name) && NO_WEIGHTS.stream().noneMatch(name::endsWith)) {
                throw new MalformedSafetensorsException(
                        file
                                + ": tensor "
                                + name
                                + " has no place in a model of this configuration");
            }
        }
    }

    /** Reads one weight into a tensor of its shape. */
    void read(WeightSpec spec, NDArray target) throws IOException {
        int row = 0;
        for (WeightSpec.Part part : spec.parts()) {
            TensorInfo info = find(part.name());
            if (!Arrays.equals(
                    spec.fileShape(part), info.shape().stream().mapToLong(l -> l).toArray())) {
                throw new MalformedSafetensorsException(
                        file
                                + ": tensor "
                                + info.name()
                                + " has shape "
                                + info.shape()
                                + ", the configuration needs "
                                + Arrays.toString(spec.fileShape(part)));
            }
            if (part.transposed()) {
                HostCopy.set(target, row, row + part.rows(), transposed(info));
            } else {
                readRows(info, spec, target, row, part.rows());
            }
            row += part.rows();
        }
    }

    private void readRows(TensorInfo info, WeightSpec spec, NDArray target, int first, int rows)
            throws IOException {
        int columns = Math.max(1, spec.columns());
        HostCopy.eachRows(
                rows,
                columns,
                (from, to) -> {
                    float[] values =
                            reader.floats(info, (long) from * columns, (to - from) * columns);
                    HostCopy.set(target, first + from, first + to, values);
                });
    }

    private float[] transposed(TensorInfo info) {
        int rows = Math.toIntExact(info.shape().get(0));
        int columns = Math.toIntExact(info.shape().get(1));
        float[] in = reader.floats(info, 0, Math.multiplyExact(rows, columns));
        float[] out = new float[in.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                out[c * rows + r] = in[r * columns + c];
            }
        }
        return out;
    }

    private TensorInfo find(String name) throws IOException {
        TensorInfo info =
                reader.tensors().getOrDefault(name, reader.tensors().get(shortName(name)));
        if (info == null) {
            throw new MalformedSafetensorsException(file + ": tensor " + name + " is missing");
        }
        return info;
    }

    private static String shortName(String name) {
        return name.startsWith(GPT2_PREFIX) ? name.substring(GPT2_PREFIX.length()) : name;
    }

    /** Writes all weights, f32, under the file's own names. */
    static void write(Path file, WeightLayout layout, List<NDArray> tensors) throws IOException {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (WeightSpec spec : layout.weights()) {
            spec.parts().forEach(part -> shapes.put(part.name(), spec.fileShape(part)));
        }
        try (SafetensorsWriter writer =
                new SafetensorsWriter(file, shapes, Map.of("format", "pt"))) {
            for (int i = 0; i < tensors.size(); i++) {
                write(writer, layout.weights().get(i), tensors.get(i));
            }
            writer.finish();
        }
    }

    private static void write(SafetensorsWriter writer, WeightSpec spec, NDArray tensor)
            throws IOException {
        int row = 0;
        for (WeightSpec.Part part : spec.parts()) {
            try (NDArray rows = tensor.get(row + ":" + (row + part.rows()))) {
                if (part.transposed()) {
                    try (NDArray transposed = rows.transpose()) {
                        HostCopy.eachPiece(transposed, writer::append);
                    }
                } else {
                    HostCopy.eachPiece(rows, writer::append);
                }
            }
            row += part.rows();
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
