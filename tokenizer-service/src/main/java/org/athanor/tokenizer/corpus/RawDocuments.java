package org.athanor.tokenizer.corpus;

import java.io.IOException;

/** Cuts a source into documents. */
interface RawDocuments {

    /** The next document, or null after the last. */
    RawDocument next() throws IOException;
}
