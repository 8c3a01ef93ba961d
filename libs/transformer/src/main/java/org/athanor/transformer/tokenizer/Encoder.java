package org.athanor.transformer.tokenizer;

/**
 * Encodes one text after the other with buffers that it keeps, so that encoding allocates nothing
 * once they have grown. One thread at a time; {@link Tokenizer#encoder()} makes one for each.
 */
public interface Encoder {

    /**
     * Appends the ids of {@code utf8} from {@code from} to {@code to} (exclusive), as {@link
     * Tokenizer#encode(byte[])} gives them for a copy of that part.
     *
     * @throws IndexOutOfBoundsException when the part does not lie in the array
     */
    void encode(byte[] utf8, int from, int to, TokenBuffer ids);

    /** Appends the ids of the whole text. */
    default void encode(byte[] utf8, TokenBuffer ids) {
        encode(utf8, 0, utf8.length, ids);
    }
}
