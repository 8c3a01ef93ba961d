package org.athanor.tokenizer.corpus;

/**
 * A document's bytes as they lie in a source.
 *
 * @param source its name, for people
 * @param offset where it starts in the (unpacked) source
 * @param bytes not yet decoded
 */
record RawDocument(String source, long offset, byte[] bytes) {

    String at() {
        return "the document at byte " + offset + " of " + source;
    }
}
