package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a file of fingerprints, in the order of the documents: {@value #HEADER_LONGS} longs that say
 * of which kind they are, then those of each document. One thread.
 */
final class FingerprintWriter implements Closeable {

    /** "ATHFING" and the version: another one when the same text gets another fingerprint. */
    static final long MAGIC = 0x415448_46494E47_01L;

    static final int HEADER_LONGS = 6;

    private final LongWriter out;

    FingerprintWriter(Path file, FingerprintKind kind) throws IOException {
        out = new LongWriter(file);
        out.write(MAGIC);
        out.write(kind.exact() ? 1 : 0);
        out.write(kind.ignoreCase() ? 1 : 0);
        out.write(kind.words());
        out.write(kind.bands());
        out.write(kind.rows());
    }

    void write(long[] fingerprint) throws IOException {
        out.write(fingerprint, fingerprint.length);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
