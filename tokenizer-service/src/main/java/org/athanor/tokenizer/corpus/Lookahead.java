package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What a stream will give, without taking it. */
final class Lookahead {

    private Lookahead() {}

    /**
     * The next bytes of a stream that can be marked, fewer before its end, and before a damage: whoever
     * reads on gets the same bytes first and then the damage.
     *
     * @throws IOException when not even one byte comes
     */
    static byte[] at(InputStream stream, int count) throws IOException {
        byte[] bytes = new byte[count];
        int length = 0;
        stream.mark(count);
        try {
            int read = stream.read(bytes, 0, count);
            while (read > 0) {
                length += read;
                read = stream.read(bytes, length, count - length);
            }
        } catch (IOException e) {
            if (length == 0) {
                throw e;
            }
        }
        stream.reset();
        return Arrays.copyOf(bytes, length);
    }
}
