/**
 * Byte-pair encoding, byte-level or by scores: text to token ids and back, and the chat template
 * that places the special tokens. Reads and writes the Hugging Face files {@code tokenizer.json} and
 * {@code tokenizer_config.json}, and the vocabularies of llama2.c. Text never becomes a special token
 * here: only {@link org.athanor.transformer.tokenizer.ChatTemplate} and callers that name one by id
 * place them, and the begin token that models of a vocabulary with scores expect before every text.
 */
package org.athanor.transformer.tokenizer;
