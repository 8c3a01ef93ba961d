package org.athanor.tokenizer.cleaning;

import java.io.IOException;

/** Is told of documents, by number, that repeat an earlier one. */
interface RepeatSink {
    void accept(long number, long earlier) throws IOException;
}
