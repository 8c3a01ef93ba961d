package org.athanor.tokenizer.dataset;

import org.athanor.transformer.dataset.ContentHash;

/**
 * A document ready to be written.
 *
 * @param validation whether it is held out
 * @param textBytes of its text in UTF-8
 * @param ids [time]
 * @param lossMask [time], or null for plain text
 * @param hash of its content
 */
record EncodedDocument(
        boolean validation, long textBytes, int[] ids, boolean[] lossMask, ContentHash hash) {}
