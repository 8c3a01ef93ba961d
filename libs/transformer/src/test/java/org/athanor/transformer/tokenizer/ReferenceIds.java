package org.athanor.transformer.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.util.Arrays;

/** What Hugging Face's library makes of a text. */
final class ReferenceIds {

    private ReferenceIds() {}

    /** @param begins whether the tokens that begin a text are added */
    static int[] of(HuggingFaceTokenizer reference, String text, boolean begins) {
        return Arrays.stream(reference.encode(text, begins, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }
}
