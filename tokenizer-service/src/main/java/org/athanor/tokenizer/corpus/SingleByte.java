package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;

/** {@link InputStream#read()} of a stream that reads stretches. */
final class SingleByte {

    private SingleByte() {}

    /** The next byte, unsigned, or -1 at the end. */
    static int of(InputStream stretches) throws IOException {
        byte[] one = new byte[1];
        return stretches.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
}
