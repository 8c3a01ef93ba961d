package org.athanor.tokenizer.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an archive as its reader takes them: counted, bounded while it reads a header, and the
 * last of them kept, for that is where a zip tells its end. One thread.
 */
final class ArchiveBytes extends FilterInputStream {

    /** A zip's comment of 64 KB behind its end record, that record and what may follow. */
    private static final int KEPT_BYTES = 1 << 17;

    private final long maximumHeaderBytes;
    private final byte[] ring = new byte[KEPT_BYTES];
    private long taken;
    private long headerStart = Long.MAX_VALUE;

    ArchiveBytes(InputStream in, long maximumHeaderBytes) {
        super(in);
        this.maximumHeaderBytes = maximumHeaderBytes;
    }

    /** Bytes that the reader took so far. */
    long taken() {
        return taken;
    }

    /** What is taken from here on is a header. */
    void startHeader() {
        headerStart = taken;
    }

    void endHeader() {
        headerStart = Long.MAX_VALUE;
    }

    /** The last bytes taken, in their order. */
    byte[] last() {
        int count = (int) Math.min(taken, KEPT_BYTES);
        byte[] last = new byte[count];
        for (int i = 0; i < count; i++) {
            last[i] = ring[(int) ((taken - count + i) % KEPT_BYTES)];
        }
        return last;
    }

    @Override
    public int read() throws IOException {
        return SingleByte.of(this);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int start = (int) (taken % KEPT_BYTES);
        int read = in.read(target, from, Math.min(length, KEPT_BYTES - start));
        if (read > 0) {
            System.arraycopy(target, from, ring, start, read);
            taken += read;
        }
        if (taken - headerStart > maximumHeaderBytes) {
            throw new IOException("a header has no end");
        }
        return read;
    }

    /** By reading: what is skipped is counted and kept as well. */
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(count, 1 << 13)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
