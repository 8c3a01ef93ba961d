package org.athanor.tokenizer.cleaning;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Fingerprints wait on disk until it is known which documents stay: those of them go to a file that is
 * kept with the corpus. Does nothing when no such file is wanted. One thread.
 */
final class KeptFingerprints implements Closeable {

    private final FingerprintKind kind;
    private final Path waiting;
    private final FingerprintWriter all;
    private final FingerprintWriter kept;
    private FingerprintReader reader;
    private long count;

    /** @param file a new one, or null */
    KeptFingerprints(FingerprintKind kind, Path folder, Path file) throws IOException {
        this.kind = kind;
        this.waiting = folder.resolve("fingerprints.spool");
        this.all = file == null ? null : new FingerprintWriter(waiting, kind);
        this.kept = file == null ? null : new FingerprintWriter(file, kind);
    }

    void add(long[] fingerprint) throws IOException {
        count++;
        if (all != null) {
            all.write(fingerprint);
        }
    }

    void seal() throws IOException {
        if (all != null) {
            all.close();
            reader = FingerprintReader.open(waiting, kind, count).orElseThrow();
        }
    }

    /** Decides about the documents, one after the other. */
    void next(boolean stays) throws IOException {
        if (reader != null) {
            long[] fingerprint = reader.next();
            if (stays) {
                kept.write(fingerprint);
            }
        }
    }

    @Override
    public void close() throws IOException {
        FingerprintReader opened = reader;
        try (all;
                kept;
                opened) {
            Files.deleteIfExists(waiting);
        }
    }
}
