package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;

/** What a stream will give, without taking it. */
final class Lookahead {

    private Lookahead() {}

    /** The next bytes of a stream that can be marked, fewer before its end. */
    static byte[] at(InputStream stream, int count) throws IOException {
        stream.mark(count);
        byte[] bytes = stream.readNBytes(count);
        stream.reset();
        return bytes;
    }
}
