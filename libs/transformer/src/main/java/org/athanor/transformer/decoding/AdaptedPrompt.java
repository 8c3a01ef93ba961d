package org.athanor.transformer.decoding;

import java.util.Objects;
import org.athanor.transformer.model.LoraAdapter;

/**
 * A prompt and who is to answer it.
 *
 * @param ids token ids, at least one, fewer than the context
 * @param adapter worn by the model for this prompt, or null for the model as it is without one
 */
public record AdaptedPrompt(int[] ids, LoraAdapter adapter) {

    public AdaptedPrompt {
        Objects.requireNonNull(ids, "ids");
    }
}
