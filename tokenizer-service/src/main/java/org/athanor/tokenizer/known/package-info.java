/**
 * Tokenizers that nobody trains here: well-known vocabularies by their names, and those that came with
 * models from elsewhere. The run kind {@code known-tokenizer}.
 */
package org.athanor.tokenizer.known;
