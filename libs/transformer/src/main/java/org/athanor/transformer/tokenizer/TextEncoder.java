package org.athanor.transformer.tokenizer;

/** Bytes of text to token ids. Safe for many threads. */
@FunctionalInterface
interface TextEncoder {

    int[] encode(byte[] utf8);
}
