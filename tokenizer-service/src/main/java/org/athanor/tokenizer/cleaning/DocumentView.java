package org.athanor.tokenizer.cleaning;

import java.util.List;

/**
 * What cleaning needs to know of a document, whatever its form. Any thread.
 *
 * @param <D> the document with its place
 */
public interface DocumentView<D> {

    /** The name of the source that it came from. */
    String source(D document);

    /** Where it starts in the source. */
    long offset(D document);

    /** The parts that hold text, in their order. */
    List<String> texts(D document);

    /** The same document with as many other texts. */
    D withTexts(D document, List<String> texts);

    /** Whether there is nothing to learn from it. */
    boolean isBlank(D document);

    /** The whole document, for a file that only {@link #read} reads. */
    byte[] write(D document);

    D read(byte[] written);
}
