package org.athanor.tokenizer.cleaning;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a stretch of a file. Any thread. */
final class PositionedRead {

    private PositionedRead() {}

    /** The buffer's position is its end. */
    static ByteBuffer of(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException(
                        "the documents on disk end %d bytes too early"
                                .formatted(buffer.remaining()));
            }
        }
        return buffer;
    }
}
