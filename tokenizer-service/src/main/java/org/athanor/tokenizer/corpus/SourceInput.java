package org.athanor.tokenizer.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One stream of a source (itself, or an entry of an archive), unpacked, without a leading byte-order
 * mark, counted and bounded: damage is reported with its offset. One thread.
 */
final class SourceInput extends InputStream {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final String name;
    private final String packing;
    private final InputStream bytes;
    private final UnpackingBounds bounds;
    private final Path file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long bufferOffset;

    /** A stream that is not packed and lies in no file. */
    SourceInput(String name, InputStream plain, long maximumBytes) throws IOException {
        this(name, null, plain, UnpackingBounds.ofPlain(name, maximumBytes), null);
    }

    /**
     * @param packing how it was packed, for messages, or null
     * @param file that holds just these bytes, or null
     */
    SourceInput(String name, String packing, InputStream bytes, UnpackingBounds bounds, Path file)
            throws IOException {
        this.name = name;
        this.packing = packing;
        this.bytes = bytes;
        this.bounds = bounds;
        this.file = file;
        skipByteOrderMark();
    }

    String name() {
        return name;
    }

    /** Bytes read so far, after unpacking. */
    long offset() {
        return bufferOffset + position;
    }

    /** A file on this machine that holds just these bytes. */
    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    boolean atEnd() throws IOException {
        return position == limit && !fill();
    }

    /** Whether one of the next bytes is zero, as far as they are at hand: no text has one. */
    boolean startsBinary(int within) throws IOException {
        if (atEnd()) {
            return false;
        }
        for (int i = position; i < Math.min(limit, position + within); i++) {
            if (buffer[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads up to a line feed, which is taken and not given, or to the end.
     *
     * @param line takes the bytes, but none beyond {@code maximumBytes}
     * @return whether all of the line was taken
     */
    boolean readLine(ByteArrayOutputStream line, long maximumBytes) throws IOException {
        boolean whole = true;
        while (!atEnd()) {
            int end = lineFeed();
            int room = (int) Math.min(end - position, maximumBytes - line.size());
            line.write(buffer, position, room);
            whole &= room == end - position;
            position = end;
            if (end < limit) {
                position++;
                return whole;
            }
        }
        return whole;
    }

    private int lineFeed() {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    @Override
    public int read() throws IOException {
        return atEnd() ? -1 : buffer[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (atEnd()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, from, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private boolean fill() {
        bufferOffset += position;
        position = 0;
        limit = 0;
        try {
            limit = Math.max(0, bytes.read(buffer, 0, buffer.length));
        } catch (IOException e) {
            throw DamagedSourceException.after(name, packing, offset(), e);
        }
        bounds.add(limit);
        return limit > 0;
    }

    private void skipByteOrderMark() throws IOException {
        if (atEnd()) {
            return;
        }
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i >= limit || (buffer[i] & 0xFF) != BYTE_ORDER_MARK[i]) {
                return;
            }
        }
        position = BYTE_ORDER_MARK.length;
    }
}
