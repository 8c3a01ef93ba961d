package org.athanor.tokenizer.upload;

/**
 * What a client sent.
 *
 * @param id sha256 of the content, lower-case hexadecimal
 * @param bytes its length
 */
public record Upload(String id, long bytes) {}
