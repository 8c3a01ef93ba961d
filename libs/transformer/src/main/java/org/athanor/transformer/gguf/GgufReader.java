package org.athanor.transformer.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;

/** A memory-mapped GGUF file of version 2 or 3, little-endian. */
public final class GgufReader implements AutoCloseable {

    /** The least that a pair takes: a key's length, a type and a byte. */
    private static final long LEAST_PAIR = 8 + 4 + 1;

    /** The least that a tensor's description takes: name, one dimension, type and offset. */
    private static final long LEAST_TENSOR = 8 + 4 + 8 + 4 + 8;

    private static final long MOST_TENSORS = 1 << 17;
    private static final long MOST_PAIRS = 1 << 16;
    private static final long LARGEST_ALIGNMENT = 1 << 20;

    private final Arena arena;
    private final MemorySegment data;
    private final Map<String, GgufValue> metadata;
    private final Map<String, GgufTensor> tensors;

    private GgufReader(
            Arena arena,
            MemorySegment data,
            Map<String, GgufValue> metadata,
            Map<String, GgufTensor> tensors) {
        this.arena = arena;
        this.data = data;
        this.metadata = metadata;
        this.tensors = tensors;
    }

    /**
     * Opens a file and checks all of it but the tensors' elements.
     *
     * @throws MalformedGgufException naming the field that is wrong
     */
    public static GgufReader open(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment all = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            return parse(arena, all, new Cursor(file, all));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static GgufReader parse(Arena arena, MemorySegment all, Cursor in)
            throws MalformedGgufException {
        checkVersion(in);
        long tensorCount = in.count("tensor_count", LEAST_TENSOR, MOST_TENSORS);
        long pairs = in.count("metadata_kv_count", LEAST_PAIR, MOST_PAIRS);
        Map<String, GgufValue> metadata = new MetadataReader(in).read(pairs);
        TensorInfos infos = new TensorInfos(in);
        Map<String, GgufTensor> tensors = infos.read(tensorCount);
        long alignment = alignment(metadata, in);
        long start = (in.position() + alignment - 1) / alignment * alignment;
        // a file of metadata alone may end right behind it
        MemorySegment data = all.asSlice(Math.min(start, all.byteSize()));
        infos.checkCover(tensors.values(), alignment, data.byteSize());
        return new GgufReader(arena, data, metadata, tensors);
    }

    private static void checkVersion(Cursor in) throws MalformedGgufException {
        int magic = in.integer("magic");
        if (magic != GgufFile.MAGIC) {
            throw in.malformed("magic is 0x%08x, not that of GGUF".formatted(magic));
        }
        long version = in.unsignedInteger("version");
        if (version != GgufFile.VERSION && version != GgufFile.VERSION - 1) {
            throw in.malformed(
                    "version must be 2 or 3, was %d%s"
                            .formatted(version, (version & 0xFFFF) == 0 ? " (big-endian?)" : ""));
        }
    }

    private static long alignment(Map<String, GgufValue> metadata, Cursor in)
            throws MalformedGgufException {
        GgufValue value = metadata.get(GgufFile.ALIGNMENT_KEY);
        if (value == null) {
            return GgufFile.ALIGNMENT;
        }
        if (value instanceof GgufValue.Whole(long alignment)
                && Long.bitCount(alignment) == 1
                && alignment >= 1
                && alignment <= LARGEST_ALIGNMENT) {
            return alignment;
        }
        throw in.malformed(
                "%s must be a power of two up to %d, was %s"
                        .formatted(GgufFile.ALIGNMENT_KEY, LARGEST_ALIGNMENT, value));
    }

    /** The metadata by key, in the file's order. */
    public Map<String, GgufValue> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** The tensors by name, in the file's order. */
    public Map<String, GgufTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * Copies {@code count} elements of a tensor, from element {@code from} on, as f32.
     *
     * @throws IndexOutOfBoundsException when the tensor has fewer
     */
    public float[] floats(GgufTensor tensor, long from, int count) {
        if (from < 0 || count < 0 || from + count > tensor.elements()) {
            throw new IndexOutOfBoundsException(
                    "%s has %d elements, wanted %d from %d"
                            .formatted(tensor.name(), tensor.elements(), count, from));
        }
        MemorySegment bytes = data.asSlice(tensor.offset(), tensor.bytes());
        return Elements.decode(tensor.type(), bytes, from, count);
    }

    @Override
    public void close() {
        arena.close();
    }
}
