package org.athanor.transformer.safetensors;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors of a model, mapped: of {@code model.safetensors}, or else of the shards that {@code
 * model.safetensors.index.json} names.
 */
public final class SafetensorsFolder implements AutoCloseable {

    /** All tensors in one file. */
    public static final String FILE = "model.safetensors";

    /** Says which shard holds which tensor. */
    public static final String INDEX = "model.safetensors.index.json";

    /** Each shard is an open mapping. */
    private static final int MOST_SHARDS = 1000;

    private final Map<String, SafetensorsReader> shards = new LinkedHashMap<>();
    private final Map<String, SafetensorsReader> owners = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private SafetensorsFolder() {}

    /**
     * Opens a folder's weights and checks every header against the index.
     *
     * @throws MalformedSafetensorsException naming the file and the field that is wrong
     * @throws NoSuchFileException naming the file that is missing
     */
    public static SafetensorsFolder open(Path folder) throws IOException {
        Path single = folder.resolve(FILE);
        Path index = folder.resolve(INDEX);
        if (Files.exists(single)) {
            return ofFile(single);
        }
        if (!Files.exists(index)) {
            throw new NoSuchFileException(
                    single.toString(),
                    null,
                    "neither it nor "
                            + INDEX
                            + " is there: weights must be safetensors, pickles (pytorch_model.bin) are"
                            + " never read");
        }
        SafetensorsFolder all = new SafetensorsFolder();
        try {
            all.addShards(index, SafetensorsIndex.read(index));
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    /** Opens one file by itself. */
    public static SafetensorsFolder ofFile(Path file) throws IOException {
        SafetensorsFolder all = new SafetensorsFolder();
        SafetensorsReader reader = SafetensorsReader.open(file);
        all.shards.put(FILE, reader);
        reader.tensors().values().forEach(info -> all.add(info, reader));
        return all;
    }

    private void addShards(Path index, Map<String, String> shardOf) throws IOException {
        for (Map.Entry<String, String> entry : shardOf.entrySet()) {
            SafetensorsReader reader = shard(index, entry.getValue());
            TensorInfo info = reader.tensors().get(entry.getKey());
            if (info == null) {
                throw new MalformedSafetensorsException(
                        "%s: weight_map gives %s to %s, which does not hold it"
                                .formatted(
                                        index,
                                        SafetensorsJson.shown(entry.getKey()),
                                        entry.getValue()));
            }
            add(info, reader);
        }
        for (Map.Entry<String, SafetensorsReader> shard : shards.entrySet()) {
            for (String name : shard.getValue().tensors().keySet()) {
                if (!shard.getKey().equals(shardOf.get(name))) {
                    throw new MalformedSafetensorsException(
                            "%s: weight_map does not give %s to %s, which holds it"
                                    .formatted(index, SafetensorsJson.shown(name), shard.getKey()));
                }
            }
        }
    }

    private SafetensorsReader shard(Path index, String name) throws IOException {
        SafetensorsReader open = shards.get(name);
        if (open != null) {
            return open;
        }
        if (shards.size() == MOST_SHARDS) {
            throw new MalformedSafetensorsException(
                    index + ": weight_map names more than " + MOST_SHARDS + " files");
        }
        Path file = index.resolveSibling(name);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "the shard that " + INDEX + " names is missing");
        }
        SafetensorsReader reader = SafetensorsReader.open(file);
        shards.put(name, reader);
        return reader;
    }

    private void add(TensorInfo info, SafetensorsReader reader) {
        tensors.put(info.name(), info);
        owners.put(info.name(), reader);
    }

    /** The tensors of all files by name. */
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * Fills a buffer's remaining places with a tensor's elements from element {@code from} on, as f32.
     *
     * @throws IndexOutOfBoundsException when the tensor has fewer
     * @throws IllegalArgumentException when its type is not {@linkplain TensorType#isReadable readable}
     */
    public void copy(TensorInfo tensor, long from, FloatBuffer target) {
        owners.get(tensor.name()).copy(tensor, from, target);
    }

    @Override
    public void close() {
        shards.values().forEach(SafetensorsReader::close);
    }
}
