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

    /** An encoder for one thread. */
    default Encoder forOneThread() {
        return (utf8, from, to, ids) -> ids.add(encode(Arrays.copyOfRange(utf8, from, to)));
    }
}
