package org.athanor.transformer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Streams one file of a shard; the header's count is written last. */
final class ElementWriter implements Closeable {

    private static final int BUFFER_BYTES = 1 << 18;

    /** A byte buffer's size is an int. */
    private static final long MOST_AT_ONCE = 1 << 30;

    private final ShardFile kind;
    private final FileChannel channel;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final int elementBytes;
    private long extra;
    private long bytes;

    ElementWriter(ShardFile kind, Path file, int elementBytes, long extra) throws IOException {
        this.kind = kind;
        this.elementBytes = elementBytes;
        this.extra = extra;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.position(ShardFile.HEADER_BYTES);
    }

    /** One element of eight bytes; a larger element is several of them. */
    void write(long element) throws IOException {
        room(Long.BYTES).putLong(element);
    }

    /** The first {@code length} ids, in two or four bytes each. */
    void write(int[] ids, int length) throws IOException {
        int perBuffer = BUFFER_BYTES / elementBytes;
        for (int from = 0; from < length; from += perBuffer) {
            int to = Math.min(length, from + perBuffer);
            ByteBuffer target = room((to - from) * elementBytes);
            if (elementBytes == Short.BYTES) {
                for (int i = from; i < to; i++) {
                    target.putShort((short) ids[i]);
                }
            } else {
                for (int i = from; i < to; i++) {
                    target.putInt(ids[i]);
                }
            }
        }
    }

    /** A byte each, 0 or 1. */
    void write(boolean[] flags) throws IOException {
        for (int from = 0; from < flags.length; from += BUFFER_BYTES) {
            int to = Math.min(flags.length, from + BUFFER_BYTES);
            ByteBuffer target = room(to - from);
            for (int i = from; i < to; i++) {
                target.put((byte) (flags[i] ? 1 : 0));
            }
        }
    }

    /** Elements as another file has them: many go from its memory to this file without a copy. */
    void write(MemorySegment elements) throws IOException {
        if (elements.byteSize() <= buffer.remaining()) {
            room((int) elements.byteSize()).put(elements.asByteBuffer());
            return;
        }
        drain();
        for (long from = 0; from < elements.byteSize(); from += MOST_AT_ONCE) {
            long length = Math.min(MOST_AT_ONCE, elements.byteSize() - from);
            ByteBuffer part = elements.asSlice(from, length).asByteBuffer();
            while (part.hasRemaining()) {
                channel.write(part);
            }
        }
        bytes += elements.byteSize();
    }

    /** Waits until the elements until now are on the disk. */
    void force() throws IOException {
        drain();
        channel.force(false);
    }

    /** Bytes of elements until now. */
    long bytes() {
        return bytes;
    }

    /** What the header says beside the count. */
    void extra(long value) {
        extra = value;
    }

    /** The buffer with room for so many bytes more, which the caller fills. */
    private ByteBuffer room(int length) throws IOException {
        if (buffer.remaining() < length) {
            drain();
        }
        bytes += length;
        return buffer;
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            drain();
            ByteBuffer header = kind.header(elementBytes, bytes / elementBytes, extra);
            while (header.hasRemaining()) {
                channel.write(header, header.position());
            }
        }
    }
}
