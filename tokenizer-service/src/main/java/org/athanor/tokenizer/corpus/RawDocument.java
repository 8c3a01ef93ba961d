package org.athanor.tokenizer.corpus;

/** A document as it lies in a source, not yet understood. */
sealed interface RawDocument permits RawBytes, RawRow, RawUnusable {

    Provenance provenance();

    /** Whether it holds nothing but white space, as far as that is seen without reading it. */
    boolean isBlank();

    Document parse() throws UnusableDocumentException;

    /** The language that the source says it is in, or null. */
    default String language() {
        return null;
    }

    /** What its offset counts. */
    Place place();

    /** Where it lies, to begin a sentence with. */
    default String at() {
        return place().of(provenance());
    }
}
