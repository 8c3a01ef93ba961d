package org.athanor.tokenizer.dataset;

/**
 * The documents of one side of a piece, as they lie one after the other in an artifact's split.
 *
 * @param first the first one's number in the split
 * @param documents how many there are
 * @param tokens of all
 * @param textBytes of their text in UTF-8
 * @param counted tokens that count in the loss, 0 without masks
 * @param longest tokens of the longest
 */
record PieceSide(
        long first, long documents, long tokens, long textBytes, long counted, int longest) {

    /** The same documents elsewhere. */
    PieceSide startingAt(long other) {
        return new PieceSide(other, documents, tokens, textBytes, counted, longest);
    }
}
