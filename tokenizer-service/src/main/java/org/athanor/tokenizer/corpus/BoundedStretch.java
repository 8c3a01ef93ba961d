package org.athanor.tokenizer.corpus;

import java.io.FilterInputStream;
import java.io.IOException;

/**
 * Bounds what a parser may take of a source for one record: the parser holds all of it, and a quote
 * that is never closed is as long as the file. One thread.
 */
final class BoundedStretch extends FilterInputStream {

    /** What parsers read ahead. */
    private static final int SLACK_BYTES = 1 << 16;

    private final SourceInput input;
    private final String what;
    private final long maximumBytes;
    private long start;

    /** @param what a stretch is called, for example {@code record} */
    BoundedStretch(SourceInput input, String what, long maximumBytes) {
        super(input);
        this.input = input;
        this.what = what;
        this.maximumBytes = maximumBytes;
        this.start = input.offset();
    }

    /** A new stretch starts at this offset of the source. */
    void startAt(long offset) {
        start = offset;
    }

    /** No bound until the next start. */
    void release() {
        start = Long.MAX_VALUE;
    }

    @Override
    public int read() throws IOException {
        return SingleByte.of(this);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = input.read(target, from, length);
        if (input.offset() - start > maximumBytes + SLACK_BYTES) {
            throw new DamagedSourceException(
                    "%s holds a %s of more than %d bytes after its byte %d: is it damaged there, or a quote never closed?"
                            .formatted(input.name(), what, maximumBytes, start),
                    null);
        }
        return count;
    }
}
