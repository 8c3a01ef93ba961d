package org.athanor.transformer.dataset;

import java.util.Objects;

/**
 * Where a document of a dataset came from.
 *
 * @param document its id in the corpus, below 2^48
 * @param source the name of what the corpus read it from
 * @param offset where it begins there, in bytes of the unpacked source, below 2^48
 * @param hash of its content
 */
public record DocumentOrigin(long document, String source, long offset, ContentHash hash) {

    private static final long LIMIT = 1L << 48;

    public DocumentOrigin {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(hash, "hash");
        if (document < 0 || document >= LIMIT || offset < 0 || offset >= LIMIT) {
            throw new IllegalArgumentException(
                    "document and offset are at least 0 and below 2^48, were %d and %d"
                            .formatted(document, offset));
        }
    }
}
