/** Encoding and decoding over HTTP with the tokenizers that were published. */
package org.athanor.tokenizer.codec;
