package org.athanor.inference.serving;

/**
 * One token that the model chose.
 *
 * @param text for people; a token that ends inside a character shows U+FFFD
 * @param bytes that it adds to the text
 * @param logProb natural logarithm of the probability it was drawn with, before top-k and top-p and
 *     after the temperature
 */
public record SampledToken(int id, String text, byte[] bytes, float logProb) {}
