package org.athanor.tokenizer.corpus;

import java.io.Closeable;
import java.io.IOException;

/** Cuts a source into documents. */
interface RawDocuments extends Closeable {

    /** The next document, or null after the last. */
    RawDocument next() throws IOException;

    /** Frees what reading took, but never the stream beneath: that is its opener's. */
    @Override
    default void close() throws IOException {}
}
