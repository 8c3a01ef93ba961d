package org.athanor.transformer.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns ids into text as they come. A token may end in the middle of a character: its bytes wait for
 * the rest. All pieces together, with {@link #finish()}, are {@link Tokenizer#decode}. One thread.
 */
public final class StreamingDecoder {

    private static final int LONGEST_CHARACTER = 4;

    private final Tokenizer tokenizer;
    private final CharsetDecoder utf8 =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] held = new byte[0];
    private boolean begins;

    StreamingDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The text that the id completes, often a word, empty when it only began a character. */
    public String append(int id) {
        byte[] bytes = tokenizer.bytesOf(id);
        String text = decode(begins ? Tokenizer.withoutSpace(bytes) : bytes, false);
        begins = tokenizer.isBeginning(id);
        return text;
    }

    /** What was held back, as U+FFFD: the stream ended inside a character. */
    public String finish() {
        String rest = decode(new byte[0], true);
        utf8.reset();
        return rest;
    }

    private String decode(byte[] more, boolean last) {
        ByteBuffer bytes = ByteBuffer.wrap(Vocabulary.joined(held, more));
        CharBuffer text = CharBuffer.allocate(bytes.remaining() + LONGEST_CHARACTER);
        utf8.decode(bytes, text, last);
        held = new byte[bytes.remaining()];
        bytes.get(held);
        return text.flip().toString();
    }
}
