/**
 * Byte-level byte-pair encoding: text to token ids and back, and the chat template that places the
 * special tokens. Reads and writes the Hugging Face files {@code tokenizer.json} and {@code
 * tokenizer_config.json}. Text never becomes a special token here: only {@link
 * org.athanor.transformer.tokenizer.ChatTemplate} and callers that name one by id place them.
 */
package org.athanor.transformer.tokenizer;
