package org.athanor.transformer.tokenizer;

/** Merges the bytes of one piece, lowest rank first and the leftmost among equals. One thread. */
@FunctionalInterface
interface PieceMerger {

    /** Appends the ids of the piece. */
    void merge(byte[] text, int from, int to, TokenBuffer ids);
}
