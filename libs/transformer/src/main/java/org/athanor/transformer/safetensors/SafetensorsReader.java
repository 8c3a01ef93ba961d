package org.athanor.transformer.safetensors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A memory-mapped safetensors file. Tensors are read in pieces, converted to f32. */
public final class SafetensorsReader implements AutoCloseable {

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Arena arena;
    private final MemorySegment data;
    private final Header header;

    private SafetensorsReader(Arena arena, MemorySegment data, Header header) {
        this.arena = arena;
        this.data = data;
        this.header = header;
    }

    /**
     * Opens a file and checks its whole header.
     *
     * @throws MalformedSafetensorsException naming the field that is wrong
     */
    public static SafetensorsReader open(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new MalformedSafetensorsException(
                        file + ": " + size + " bytes are too few for a header length");
            }
            MemorySegment all = channel.map(MapMode.READ_ONLY, 0, size, arena);
            long length = all.get(LONG, 0);
            if (length < 2 || length > SafetensorsJson.LARGEST || length > size - Long.BYTES) {
                throw new MalformedSafetensorsException(
                        file
                                + ": header length "
                                + length
                                + " does not fit a file of "
                                + size
                                + " bytes");
            }
            byte[] json = all.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
            MemorySegment data = all.asSlice(Long.BYTES + length);
            return new SafetensorsReader(arena, data, new Header(file, json, data.byteSize()));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** The tensors by name, in the header's order. */
    public Map<String, TensorInfo> tensors() {
        return java.util.Collections.unmodifiableMap(header.tensors());
    }

    /** The file's free-form metadata. */
    public Map<String, String> metadata() {
        return java.util.Collections.unmodifiableMap(header.metadata());
    }

    /**
     * Copies {@code count} elements of a tensor, from element {@code from} on, as f32.
     *
     * @throws IndexOutOfBoundsException when the tensor has fewer
     * @throws IllegalArgumentException when its type is not {@linkplain TensorType#isReadable readable}
     */
    public float[] floats(TensorInfo tensor, long from, int count) {
        check(tensor, from, count);
        float[] values = new float[count];
        copy(tensor, from, FloatBuffer.wrap(values));
        return values;
    }

    /**
     * Fills a buffer's remaining places with a tensor's elements from element {@code from} on, as f32.
     *
     * @throws IndexOutOfBoundsException when the tensor has fewer
     * @throws IllegalArgumentException when its type is not {@linkplain TensorType#isReadable readable}
     */
    public void copy(TensorInfo tensor, long from, FloatBuffer target) {
        int count = target.remaining();
        check(tensor, from, count);
        long start = tensor.offset() + from * tensor.type().bytes();
        MemorySegment piece = data.asSlice(start, (long) count * tensor.type().bytes());
        switch (tensor.type()) {
            case F32 ->
                    MemorySegment.copy(
                            piece,
                            FLOAT,
                            0,
                            MemorySegment.ofBuffer(target),
                            FLOAT.withOrder(target.order()),
                            0,
                            count);
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    int bits = piece.getAtIndex(SHORT, i) << 16;
                    target.put(target.position() + i, Float.intBitsToFloat(bits));
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    short bits = piece.getAtIndex(SHORT, i);
                    target.put(target.position() + i, Float.float16ToFloat(bits));
                }
            }
            default ->
                    throw new IllegalArgumentException(
                            tensor.name() + " is of type " + tensor.type() + ", which is not read");
        }
        target.position(target.limit());
    }

    private static void check(TensorInfo tensor, long from, int count) {
        if (from < 0 || count < 0 || from > tensor.elements() - count) {
            throw new IndexOutOfBoundsException(
                    tensor.name()
                            + " has "
                            + tensor.elements()
                            + " elements, wanted "
                            + count
                            + " from "
                            + from);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
