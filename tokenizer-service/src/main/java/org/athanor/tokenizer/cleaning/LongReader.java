package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads records of longs from a file, or from memory. One thread. */
final class LongReader implements Closeable {

    private final FileChannel channel;
    private final ByteBuffer bytes;
    private final long[] values;
    private final int count;
    private int at;

    /** @param values stay the caller's, who must not change them any more */
    LongReader(long[] values, int count) {
        this.channel = null;
        this.bytes = ByteBuffer.allocate(0);
        this.values = values;
        this.count = count;
    }

    LongReader(Path file) throws IOException {
        this.channel = FileChannel.open(file);
        this.bytes = ByteBuffer.allocate(1 << 16).limit(0);
        this.values = new long[0];
        this.count = 0;
    }

    /** Fills the record; false when there is none left. */
    boolean next(long[] record) throws IOException {
        if (channel == null) {
            if (at == count) {
                return false;
            }
            System.arraycopy(values, at, record, 0, record.length);
            at += record.length;
            return true;
        }
        for (int i = 0; i < record.length; i++) {
            if (bytes.remaining() < Long.BYTES && !fill()) {
                if (i > 0) {
                    throw new EOFException("a run of records ends in the middle of one");
                }
                return false;
            }
            record[i] = bytes.getLong();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private boolean fill() throws IOException {
        bytes.compact();
        while (bytes.position() < Long.BYTES) {
            if (channel.read(bytes) < 0) {
                bytes.flip();
                return false;
            }
        }
        bytes.flip();
        return true;
    }
}
