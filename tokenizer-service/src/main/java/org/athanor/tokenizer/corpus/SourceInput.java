package org.athanor.tokenizer.corpus;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * A source's bytes, unpacked when they are gzip (told by their magic number, not by a name), without
 * a leading byte-order mark, and counted: damage is reported with its offset. Bounded, since a few
 * bytes of gzip can hold a disk full of zeros. One thread.
 */
final class SourceInput extends InputStream {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final String name;
    private final InputStream bytes;
    private final long maximumBytes;
    private long offset;

    SourceInput(String name, InputStream raw, long maximumBytes) throws IOException {
        this.name = name;
        this.maximumBytes = maximumBytes;
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
        this.bytes = new BufferedInputStream(unpacked(buffered), BUFFER_BYTES);
        skipByteOrderMark();
    }

    String name() {
        return name;
    }

    /** Bytes read so far, after unpacking. */
    long offset() {
        return offset;
    }

    @Override
    public int read() throws IOException {
        try {
            int value = bytes.read();
            if (value >= 0) {
                advance(1);
            }
            return value;
        } catch (EOFException | ZipException e) {
            throw damaged(e);
        }
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        try {
            int count = bytes.read(target, from, length);
            advance(Math.max(0, count));
            return count;
        } catch (EOFException | ZipException e) {
            throw damaged(e);
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private InputStream unpacked(BufferedInputStream raw) throws IOException {
        raw.mark(2);
        boolean gzip = raw.read() == 0x1F && raw.read() == 0x8B;
        raw.reset();
        if (!gzip) {
            return raw;
        }
        try {
            return new GZIPInputStream(raw, BUFFER_BYTES);
        } catch (EOFException | ZipException e) {
            throw damaged(e);
        }
    }

    private void skipByteOrderMark() throws IOException {
        try {
            bytes.mark(BYTE_ORDER_MARK.length);
            for (int expected : BYTE_ORDER_MARK) {
                if (bytes.read() != expected) {
                    bytes.reset();
                    return;
                }
            }
            offset = BYTE_ORDER_MARK.length;
        } catch (EOFException | ZipException e) {
            throw damaged(e);
        }
    }

    private void advance(int count) {
        offset += count;
        if (offset > maximumBytes) {
            throw new AthanorException(
                    ErrorCode.TOO_LARGE,
                    "%s holds more than %d bytes: raise athanor.corpus.max-source-bytes if it should"
                            .formatted(name, maximumBytes));
        }
    }

    private AthanorException damaged(IOException e) {
        String what = e instanceof EOFException ? "ends too early" : "is damaged";
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "%s is gzip that %s, after %d unpacked bytes".formatted(name, what, offset),
                e);
    }
}
