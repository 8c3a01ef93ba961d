package org.athanor.transformer.tokenizer;

/** What a file holds: the tokens and what is done around them. */
record FramedTokens(TokenSet tokens, TextFrame frame) {}
