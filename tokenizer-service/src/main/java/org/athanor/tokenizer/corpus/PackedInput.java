package org.athanor.tokenizer.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that may be packed. Its {@code available} is more than 0 until the end: {@code
 * GZIPInputStream} asks to see whether another member follows, and would take a network's pause for
 * the end of the file.
 */
final class PackedInput extends BufferedInputStream {

    private static final int BUFFER_BYTES = 1 << 16;

    PackedInput(InputStream raw) {
        super(raw, BUFFER_BYTES);
    }

    @Override
    public synchronized int available() throws IOException {
        int buffered = super.available();
        return buffered > 0 ? buffered : Lookahead.at(this, 1).length;
    }
}
