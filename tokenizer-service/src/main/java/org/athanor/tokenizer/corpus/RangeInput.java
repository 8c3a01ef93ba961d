package org.athanor.tokenizer.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Some bytes of a file. Not buffered: its readers are. */
final class RangeInput extends InputStream {

    private final Path file;
    private final FileChannel channel;
    private long left;

    RangeInput(Path file, long offset, long length) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file).position(offset);
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        return SingleByte.of(this);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int most = (int) Math.min(length, left);
        int count = channel.read(ByteBuffer.wrap(target, from, most));
        if (count < 0) {
            throw new EOFException(file.getFileName() + " has become shorter");
        }
        left -= count;
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
