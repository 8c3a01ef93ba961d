package org.athanor.transformer.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Writes tensors one after the other, f32 or rounded to another type. The header goes first, so names and shapes are declared before
 * the first byte; {@link #finish} checks that all of them came, forces them to disk and gives the file its
 * name. Closed without it, nothing is left behind.
 */
public final class SafetensorsWriter implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Path partial;
    private final TensorType type;
    private final FileChannel channel;
    private final long expected;
    private long written;
    private boolean finished;

    /**
     * Writes f32.
     *
     * @param shapes the tensors in the order in which their bytes will come
     * @param metadata free-form, may be empty
     */
    public SafetensorsWriter(Path file, Map<String, long[]> shapes, Map<String, String> metadata)
            throws IOException {
        this(file, TensorType.F32, shapes, metadata);
    }

    /**
     * @param type of every tensor in the file, one that is {@linkplain TensorType#isReadable readable}
     * @param shapes the tensors in the order in which their bytes will come
     * @param metadata free-form, may be empty
     */
    public SafetensorsWriter(
            Path file, TensorType type, Map<String, long[]> shapes, Map<String, String> metadata)
            throws IOException {
        this.file = file.toAbsolutePath();
        this.type = type;
        this.partial = this.file.resolveSibling(this.file.getFileName() + ".partial");
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = header.putObject("__metadata__");
            metadata.forEach(node::put);
        }
        long offset = 0;
        for (Map.Entry<String, long[]> entry : shapes.entrySet()) {
            offset = declare(header.putObject(entry.getKey()), entry.getValue(), offset);
        }
        this.expected = offset;
        this.channel =
                FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
        writeHeader(JSON.writeValueAsBytes(header));
    }

    private long declare(ObjectNode node, long[] shape, long offset) {
        long elements = 1;
        node.put("dtype", type.name());
        var lengths = node.putArray("shape");
        for (long length : shape) {
            lengths.add(length);
            elements = Math.multiplyExact(elements, length);
        }
        long end = offset + elements * type.bytes();
        node.putArray("data_offsets").add(offset).add(end);
        return end;
    }

    /** Pads with spaces to a multiple of eight bytes, so that the tensors are aligned. */
    private void writeHeader(byte[] json) throws IOException {
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(padded).put(json);
        while (buffer.hasRemaining()) {
            buffer.put((byte) ' ');
        }
        write(buffer.flip());
    }

    /** Appends little-endian f32 bytes: the next tensor, or the next piece of it. */
    public void append(ByteBuffer values) throws IOException {
        ByteBuffer bytes = type == TensorType.F32 ? values : rounded(values);
        written += bytes.remaining();
        if (written > expected) {
            throw new IllegalStateException(
                    file + ": more bytes than the " + expected + " that the shapes declare");
        }
        write(bytes);
    }

    private ByteBuffer rounded(ByteBuffer values) {
        FloatBuffer floats = values.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        ByteBuffer bytes =
                ByteBuffer.allocate(floats.remaining() * type.bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            type.put(bytes, floats.get());
        }
        return bytes.flip();
    }

    /** Forces the bytes to disk and renames the file into place. */
    public void finish() throws IOException {
        if (written != expected) {
            throw new IllegalStateException(
                    file + ": " + written + " bytes came of the " + expected + " declared");
        }
        channel.force(true);
        channel.close();
        Files.move(
                partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        finished = true;
    }

    private void write(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            channel.close();
            Files.deleteIfExists(partial);
        }
    }
}
