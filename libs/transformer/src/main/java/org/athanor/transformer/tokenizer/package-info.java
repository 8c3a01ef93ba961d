/**
 * Text to token ids and back, and the chat templates that place the special tokens: byte-pair encoding
 * over bytes or over pieces with scores, and Unigram and WordPiece by Hugging Face's library. Reads and
 * writes {@code tokenizer.json} and {@code tokenizer_config.json}, rank files of tiktoken and
 * vocabularies of llama2.c, reads SentencePiece's models, and knows OpenAI's vocabularies by name. Text
 * never becomes a special token here: only {@link org.athanor.transformer.tokenizer.ChatTemplate} and
 * callers that name one by id place them, and the begin token that some models expect before every
 * text.
 */
package org.athanor.transformer.tokenizer;
