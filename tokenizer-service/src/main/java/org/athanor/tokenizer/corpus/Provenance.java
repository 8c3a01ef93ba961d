package org.athanor.tokenizer.corpus;

import java.util.Objects;

/**
 * Where a document came from: enough to find it again.
 *
 * @param source the source's name, for instance {@code books/a.txt} or {@code s3://bucket/key}; it
 *     is part of the corpus, so it never holds a random id
 * @param offset the document's first byte in the unpacked source; the number of its record, from 0,
 *     where a source has records and no bytes
 */
public record Provenance(String source, long offset) {

    public Provenance {
        Objects.requireNonNull(source, "source");
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be >= 0, was " + offset);
        }
    }
}
