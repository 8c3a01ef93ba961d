package org.athanor.transformer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Streams one file of a shard; the header's count is written last. */
final class ElementWriter implements Closeable {

    private static final int BUFFER_BYTES = 1 << 18;

    private final ShardFile kind;
    private final FileChannel channel;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final int elementBytes;
    private final long extra;
    private long count;

    ElementWriter(ShardFile kind, Path file, int elementBytes, long extra) throws IOException {
        this.kind = kind;
        this.elementBytes = elementBytes;
        this.extra = extra;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.position(ShardFile.HEADER_BYTES);
    }

    void write(long element) throws IOException {
        if (buffer.remaining() < Long.BYTES) {
            drain();
        }
        switch (elementBytes) {
            case 1 -> buffer.put((byte) element);
            case 2 -> buffer.putShort((short) element);
            case 4 -> buffer.putInt((int) element);
            default -> buffer.putLong(element);
        }
        count++;
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
            ByteBuffer header = kind.header(elementBytes, count, extra);
            while (header.hasRemaining()) {
                channel.write(header, header.position());
            }
        }
    }
}
