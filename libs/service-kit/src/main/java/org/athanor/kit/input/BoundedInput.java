package org.athanor.kit.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * A stream that may not be longer than its bound: a few bytes of gzip can hold a disk full. Marks and
 * skips are not counted: read it from its beginning to its end. One thread.
 */
public final class BoundedInput extends FilterInputStream {

    private final Supplier<? extends RuntimeException> tooLong;
    private long left;

    /**
     * @param most bytes that can be read
     * @param tooLong what is thrown when there is one more
     */
    public BoundedInput(InputStream in, long most, Supplier<? extends RuntimeException> tooLong) {
        super(in);
        this.left = most;
        this.tooLong = tooLong;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        take(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = super.read(target, from, length);
        take(Math.max(0, count));
        return count;
    }

    private void take(int count) {
        left -= count;
        if (left < 0) {
            throw tooLong.get();
        }
    }
}
