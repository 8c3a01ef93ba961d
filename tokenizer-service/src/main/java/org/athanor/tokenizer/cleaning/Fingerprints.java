package org.athanor.tokenizer.cleaning;

import org.athanor.transformer.dataset.ContentHash;

/** Makes what documents are compared by. Any thread. */
final class Fingerprints {

    private final FingerprintKind kind;
    private final MinHash minHash;

    Fingerprints(FingerprintKind kind) {
        this.kind = kind;
        this.minHash = kind.near() ? new MinHash(kind.words(), kind.bands(), kind.rows()) : null;
    }

    FingerprintKind kind() {
        return kind;
    }

    /** Keys are 0 for a document without words. */
    long[] of(Content content) {
        long[] fingerprint = new long[kind.longs()];
        if (kind.exact()) {
            ContentHash hash = NormalisedContent.hash(content.texts(), kind.ignoreCase());
            fingerprint[0] = hash.high();
            fingerprint[1] = hash.low();
        }
        if (kind.near()) {
            long[] keys = minHash.keys(content.words());
            System.arraycopy(keys, 0, fingerprint, kind.keysAt(), keys.length);
        }
        return fingerprint;
    }
}
