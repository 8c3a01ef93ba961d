package org.athanor.transformer.tokenizer;

/**
 * Two neighbours that become one symbol. Symbols 0 to 255 are the bytes; symbol 256 + n is what the
 * n-th merge of a list makes.
 */
public record Merge(int left, int right) {

    public Merge {
        if (left < 0 || right < 0) {
            throw new IllegalArgumentException(
                    "symbols are not negative, were " + left + " and " + right);
        }
    }
}
