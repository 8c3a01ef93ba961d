package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/** Bytes of text to token ids. Safe for many threads. */
@FunctionalInterface
interface TextEncoder {

    int[] encode(byte[] utf8);

    /** The encoder of what stands behind an added token, where that makes a difference. */
    default TextEncoder continuation() {
        return this;
    }

    /** The text as it is when added tokens in normal form are looked for. */
    default byte[] prepare(byte[] utf8) {
        return utf8;
    }

    /** The encoder of what {@link #prepare} made of a text; itself where that is nothing. */
    default TextEncoder prepared() {
        return this;
    }

    /** An encoder for one thread. */
    default Encoder forOneThread() {
        return (utf8, from, to, ids) -> ids.add(encode(Arrays.copyOfRange(utf8, from, to)));
    }
}
