package org.athanor.tokenizer.corpus;

import com.github.luben.zstd.ZstdBufferDecompressingStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Zstandard, frame after frame. {@code ZstdInputStream} remembers the end of a frame when the next one
 * begins in the same buffer, and takes a cut inside that for the end. One thread.
 */
final class ZstandardInput extends InputStream {

    private final Frames frames;

    ZstandardInput(InputStream packed) {
        this.frames = new Frames(packed);
    }

    @Override
    public int read() throws IOException {
        return SingleByte.of(this);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer room = ByteBuffer.wrap(target, from, length);
        try {
            while (frames.hasRemaining()) {
                boolean gaveAll = frames.gaveAll();
                int read = frames.read(room);
                if (read > 0) {
                    return read;
                }
                if (gaveAll && frames.hasRemaining()) {
                    throw new EOFException("a frame is cut off");
                }
            }
            return -1;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        try (frames) {
            frames.packed.close();
        }
    }

    private static final class Frames extends ZstdBufferDecompressingStreamNoFinalizer {

        private static final int BUFFER_BYTES = 1 << 16;

        private final InputStream packed;
        private boolean packedEnded;

        Frames(InputStream packed) {
            super(ByteBuffer.allocate(BUFFER_BYTES).limit(0));
            this.packed = packed;
        }

        boolean gaveAll() {
            return packedEnded && !source.hasRemaining();
        }

        @Override
        protected ByteBuffer refill(ByteBuffer buffer) {
            try {
                int read = packed.read(buffer.array());
                packedEnded = read < 0;
                return buffer.clear().limit(Math.max(0, read));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
