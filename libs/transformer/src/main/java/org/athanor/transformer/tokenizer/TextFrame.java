package org.athanor.transformer.tokenizer;

import java.util.Map;
import java.util.Objects;

/**
 * What a tokenizer does around its merges or scores.
 *
 * @param form of the text before all else
 * @param begin ids that every whole text begins with
 * @param flags by text, how added tokens are matched; absent is {@link AddedFlags#NONE}
 */
record TextFrame(NormalForm form, int[] begin, Map<String, AddedFlags> flags) {

    /** Nothing at all. */
    static final TextFrame NONE = new TextFrame(NormalForm.NONE, new int[0], Map.of());

    TextFrame {
        Objects.requireNonNull(form, "form");
        flags = Map.copyOf(flags);
    }

    TextFrame withForm(NormalForm form) {
        return new TextFrame(form, begin, flags);
    }

    TextFrame withBegin(int... ids) {
        return new TextFrame(form, ids, flags);
    }

    AddedFlags flags(String added) {
        return flags.getOrDefault(added, AddedFlags.NONE);
    }

    /**
     * How an added token is looked for, in Hugging Face's words.
     *
     * @param singleWord only between signs that are no letters
     * @param lstrip white space before it belongs to it
     * @param rstrip white space behind it belongs to it
     * @param normalized looked for in the normal form
     */
    record AddedFlags(boolean singleWord, boolean lstrip, boolean rstrip, boolean normalized) {

        static final AddedFlags NONE = new AddedFlags(false, false, false, false);
    }
}
