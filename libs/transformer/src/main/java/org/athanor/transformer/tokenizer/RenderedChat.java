package org.athanor.transformer.tokenizer;

/**
 * A conversation as a model reads it.
 *
 * @param tokens [time]
 * @param lossMask [time], true where a token counts in the loss: answers and the token that ends
 *     them
 */
public record RenderedChat(int[] tokens, boolean[] lossMask) {

    public RenderedChat {
        if (tokens.length != lossMask.length) {
            throw new IllegalArgumentException(
                    tokens.length + " tokens but a mask of " + lossMask.length);
        }
    }
}
