package org.athanor.transformer.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file that is to be: everything about it is known, so it can be written in one go, anywhere. */
final class GgufFile {

    /** "GGUF" as the first four bytes, little-endian. */
    static final int MAGIC = 0x46554747;

    static final int VERSION = 3;

    /** Tensors begin at multiples of this many bytes unless {@link #ALIGNMENT_KEY} says another. */
    static final int ALIGNMENT = 32;

    static final String ALIGNMENT_KEY = "general.alignment";

    /** Elements that are converted at a time: 4 MiB of f32. */
    private static final int PIECE = 1 << 20;

    private final byte[] header;
    private final List<TensorPlan> tensors;

    GgufFile(Metadata metadata, List<TensorPlan> tensors) {
        this.tensors = List.copyOf(tensors);
        this.header = header(metadata, tensors);
    }

    long bytes() {
        return header.length + tensors.stream().mapToLong(tensor -> aligned(tensor.bytes())).sum();
    }

    void writeTo(WritableByteChannel out) throws IOException {
        writeFully(out, ByteBuffer.wrap(header));
        for (TensorPlan tensor : tensors) {
            write(out, tensor);
            writeFully(out, ByteBuffer.allocate((int) (aligned(tensor.bytes()) - tensor.bytes())));
        }
    }

    private static void write(WritableByteChannel out, TensorPlan tensor) throws IOException {
        int step = Math.max(1, PIECE / tensor.columns());
        for (int from = 0; from < tensor.rows(); from += step) {
            int to = Math.min(tensor.rows(), from + step);
            try {
                writeFully(out, Elements.encode(tensor.type(), tensor.source().rows(from, to)));
            } catch (ArithmeticException e) {
                throw new IOException("tensor " + tensor.name() + ": " + e.getMessage(), e);
            }
        }
    }

    private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static byte[] header(Metadata metadata, List<TensorPlan> tensors) {
        byte[] values = metadata.toBytes();
        int length = 4 + 4 + 8 + 8 + values.length;
        for (TensorPlan tensor : tensors) {
            length += 8 + name(tensor).length + 4 + (tensor.matrix() ? 16 : 8) + 4 + 8;
        }
        ByteBuffer out = ByteBuffer.allocate((int) aligned(length)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(VERSION).putLong(tensors.size()).putLong(metadata.count());
        out.put(values);
        long offset = 0;
        for (TensorPlan tensor : tensors) {
            out.putLong(name(tensor).length).put(name(tensor));
            if (tensor.matrix()) {
                out.putInt(2).putLong(tensor.columns()).putLong(tensor.rows());
            } else {
                out.putInt(1).putLong(tensor.columns());
            }
            out.putInt(tensor.type().id()).putLong(offset);
            offset += aligned(tensor.bytes());
        }
        return out.array();
    }

    private static byte[] name(TensorPlan tensor) {
        return tensor.name().getBytes(StandardCharsets.UTF_8);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
