package org.athanor.tokenizer.dataset;

/**
 * A document ready to be written.
 *
 * @param validation whether it is held out
 * @param textBytes of its text in UTF-8
 * @param tokens [time]
 * @param lossMask [time], or null for plain text
 */
record EncodedDocument(boolean validation, long textBytes, int[] tokens, boolean[] lossMask) {}
