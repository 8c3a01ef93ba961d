package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what {@link FingerprintWriter} wrote, as fingerprints of the kind wanted. One thread. */
final class FingerprintReader implements Closeable {

    private final LongReader in;
    private final FingerprintKind held;
    private final FingerprintKind wanted;
    private final long[] record;

    private FingerprintReader(LongReader in, FingerprintKind held, FingerprintKind wanted) {
        this.in = in;
        this.held = held;
        this.wanted = wanted;
        this.record = new long[held.longs()];
    }

    /** Nothing when the file is not one of fingerprints that hold what is wanted, of so many documents. */
    static Optional<FingerprintReader> open(Path file, FingerprintKind wanted, long documents)
            throws IOException {
        long bytes = Files.size(file);
        if (bytes < FingerprintWriter.HEADER_LONGS * Long.BYTES) {
            return Optional.empty();
        }
        LongReader in = new LongReader(file);
        try {
            long[] header = new long[FingerprintWriter.HEADER_LONGS];
            in.next(header);
            FingerprintKind held = kind(header);
            long due = FingerprintWriter.HEADER_LONGS + documents * held.longs();
            if (header[0] == FingerprintWriter.MAGIC
                    && held.bands() >= 0
                    && held.bands() <= NearDuplicateParameters.MOST_BANDS
                    && held.holds(wanted)
                    && bytes == due * Long.BYTES) {
                return Optional.of(new FingerprintReader(in, held, wanted));
            }
            in.close();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static FingerprintKind kind(long[] header) {
        return new FingerprintKind(
                header[1] != 0, header[2] != 0, (int) header[3], (int) header[4], (int) header[5]);
    }

    /** The next document's fingerprint, or null after the last. */
    long[] next() throws IOException {
        if (!in.next(record)) {
            return null;
        }
        long[] fingerprint = new long[wanted.longs()];
        System.arraycopy(record, 0, fingerprint, 0, wanted.keysAt());
        System.arraycopy(record, held.keysAt(), fingerprint, wanted.keysAt(), wanted.bands());
        return fingerprint;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
