package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.safetensors.SafetensorsFolder;
import org.athanor.transformer.safetensors.SafetensorsWriter;
import org.athanor.transformer.safetensors.TensorType;

/** Writes a model's weights with Hugging Face's names, in one file or in shards with an index. */
final class WeightFileWriter {

    private final List<NDArray> tensors;
    private final List<Piece> pieces = new ArrayList<>();

    WeightFileWriter(WeightLayout layout, List<NDArray> tensors) {
        this.tensors = tensors;
        for (int i = 0; i < tensors.size(); i++) {
            WeightSpec spec = layout.weights().get(i);
            int row = 0;
            for (WeightSpec.Part part : spec.parts()) {
                pieces.add(new Piece(i, row, part, spec.fileShape(part)));
                row += part.rows();
            }
        }
    }

    /**
     * One tensor of a file.
     *
     * @param weight the index of the weight that it is cut from
     * @param row the first of its rows there
     */
    private record Piece(int weight, int row, WeightSpec.Part part, long[] shape) {

        long elements() {
            long elements = 1;
            for (long length : shape) {
                elements *= length;
            }
            return elements;
        }
    }

    /** Writes one f32 file, for a checkpoint. */
    void writeFile(Path file) throws IOException {
        write(file, TensorType.F32, pieces);
    }

    /** Writes {@code model.safetensors}, or shards and their index when they are larger than one may be. */
    void writeFolder(Path folder, WeightFormat format) throws IOException {
        Path single = folder.resolve(SafetensorsFolder.FILE);
        Path index = folder.resolve(SafetensorsFolder.INDEX);
        List<List<Piece>> shards = shards(format);
        if (shards.size() == 1) {
            write(single, format.type(), pieces);
            Files.deleteIfExists(index);
            return;
        }
        ObjectNode root = JsonFields.object();
        long elements = pieces.stream().mapToLong(Piece::elements).sum();
        root.putObject("metadata").put("total_size", elements * format.type().bytes());
        ObjectNode map = root.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
            write(folder.resolve(name), format.type(), shards.get(i));
            shards.get(i).forEach(piece -> map.put(piece.part().name(), name));
        }
        JsonFields.write(index, root);
        Files.deleteIfExists(single); // it would be read instead
    }

    private List<List<Piece>> shards(WeightFormat format) {
        List<List<Piece>> shards = new ArrayList<>();
        List<Piece> shard = new ArrayList<>();
        long bytes = 0;
        for (Piece piece : pieces) {
            long more = piece.elements() * format.type().bytes();
            if (!shard.isEmpty() && bytes + more > format.largestShard()) {
                shards.add(shard);
                shard = new ArrayList<>();
                bytes = 0;
            }
            shard.add(piece);
            bytes += more;
        }
        shards.add(shard);
        return shards;
    }

    private void write(Path file, TensorType type, List<Piece> shard) throws IOException {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shard.forEach(piece -> shapes.put(piece.part().name(), piece.shape()));
        try (SafetensorsWriter writer =
                new SafetensorsWriter(file, type, shapes, Map.of("format", "pt"))) {
            for (Piece piece : shard) {
                write(writer, piece);
            }
            writer.finish();
        }
    }

    private void write(SafetensorsWriter writer, Piece piece) throws IOException {
        NDArray tensor = tensors.get(piece.weight());
        int end = piece.row() + piece.part().rows();
        try (NDArray rows = tensor.get(piece.row() + ":" + end)) {
            if (piece.part().transposed()) {
                try (NDArray transposed = rows.transpose()) {
                    HostCopy.eachPiece(transposed, writer::append);
                }
            } else {
                HostCopy.eachPiece(rows, writer::append);
            }
        }
    }
}
