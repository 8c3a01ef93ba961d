package org.athanor.tokenizer.corpus;

/** One thing to read, opened when its turn comes. */
sealed interface OpenableSource permits ByteSource, RecordSource {

    /** In messages and in the documents' provenance; tells the format when none was given. */
    String name();

    /** What tells it from every other one. */
    String identity();
}
