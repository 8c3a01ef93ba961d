package org.athanor.transformer.training;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.model.HostCopy;
import org.athanor.transformer.safetensors.MalformedSafetensorsException;
import org.athanor.transformer.safetensors.SafetensorsReader;
import org.athanor.transformer.safetensors.SafetensorsWriter;
import org.athanor.transformer.safetensors.TensorInfo;

/** An optimizer's state as a safetensors file: {@code first.N} and {@code second.N}, and the step count. */
final class OptimizerFile {

    private static final String STEPS = "steps";

    private OptimizerFile() {}

    static void write(Path file, List<NDArray> first, List<NDArray> second, long steps)
            throws IOException {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        declare(shapes, "first.", first);
        declare(shapes, "second.", second);
        try (SafetensorsWriter writer =
                new SafetensorsWriter(file, shapes, Map.of(STEPS, Long.toString(steps)))) {
            for (NDArray moment : first) {
                HostCopy.eachPiece(moment, writer::append);
            }
            for (NDArray moment : second) {
                HostCopy.eachPiece(moment, writer::append);
            }
            writer.finish();
        }
    }

    private static void declare(Map<String, long[]> shapes, String prefix, List<NDArray> moments) {
        for (int i = 0; i < moments.size(); i++) {
            shapes.put(prefix + i, moments.get(i).getShape().getShape());
        }
    }

    /** Fills the moments and returns the step count. */
    static long read(Path file, List<NDArray> first, List<NDArray> second) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            fill(file, reader, "first.", first);
            fill(file, reader, "second.", second);
            return steps(file, reader.metadata().get(STEPS));
        }
    }

    private static void fill(
            Path file, SafetensorsReader reader, String prefix, List<NDArray> moments)
            throws IOException {
        for (int i = 0; i < moments.size(); i++) {
            TensorInfo info = reader.tensors().get(prefix + i);
            long[] shape = moments.get(i).getShape().getShape();
            if (info == null
                    || !info.type().isReadable()
                    || !Arrays.equals(shape, info.shape().stream().mapToLong(l -> l).toArray())) {
                throw new MalformedSafetensorsException(
                        file
                                + ": tensor "
                                + prefix
                                + i
                                + " is missing or not numbers of shape "
                                + Arrays.toString(shape)
                                + ": the checkpoint is of another model");
            }
            long[] position = {0};
            HostCopy.fill(
                    moments.get(i),
                    values -> {
                        float[] piece = reader.floats(info, position[0], values.length);
                        System.arraycopy(piece, 0, values, 0, values.length);
                        position[0] += values.length;
                    });
        }
    }

    private static long steps(Path file, String value) throws IOException {
        try {
            return Long.parseUnsignedLong(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw new MalformedSafetensorsException(
                    file + ": metadata " + STEPS + " must be a whole number, was " + value);
        }
    }
}
