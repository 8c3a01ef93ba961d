package org.athanor.tokenizer.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** The lines of a stream; a line's end ({@code \n} or {@code \r\n}) is not part of it. One thread. */
final class LineReader {

    private final SourceInput input;
    private final long maximumBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

    LineReader(SourceInput input, long maximumBytes) {
        this.input = input;
        this.maximumBytes = maximumBytes;
    }

    /**
     * A line.
     *
     * @param offset of its first byte
     * @param bytes none when it is too long
     * @param whole false when it is longer than what is kept of a line
     */
    record Line(long offset, byte[] bytes, boolean whole) {}

    /** The next line, or null after the last. */
    Line next() throws IOException {
        if (input.atEnd()) {
            return null;
        }
        long offset = input.offset();
        line.reset();
        boolean whole = input.readLine(line, maximumBytes);
        return new Line(offset, whole ? withoutReturn(line.toByteArray()) : new byte[0], whole);
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean ends = line.length > 0 && line[line.length - 1] == '\r';
        return ends ? Arrays.copyOf(line, line.length - 1) : line;
    }
}
