package org.athanor.transformer.tokenizer;

/** Finds where a piece ends, as a regular expression's next match would. Holds no state. */
@FunctionalInterface
interface Splitter {

    /**
     * The end (exclusive) of the piece that starts at {@code from}.
     *
     * @param text UTF-8
     * @param from where the piece starts; a piece or the text must start there
     * @param to the end of the text, exclusive, greater than {@code from}
     */
    int pieceEnd(byte[] text, int from, int to);
}
