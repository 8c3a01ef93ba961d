package org.athanor.transformer.tokenizer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that a tokenizer is made of, for formats that carry one inside a model's file.
 *
 * @param algorithm how text becomes tokens
 * @param splitPattern how text is cut into pieces first; empty where scores decide
 * @param entries the tokens; the index is the id
 * @param merges byte-level merges, first come first; empty where scores decide
 * @param beginning the token that every text begins with, if any
 * @param addsSpace whether a text gets a space in front
 * @param beginOfText the token that {@code tokenizer_config.json} calls bos
 * @param endOfText the token that ends a text
 * @param padding the token that fills up batches
 * @param chatTemplate Jinja source
 */
public record TokenTable(
        Algorithm algorithm,
        Optional<SplitPattern> splitPattern,
        List<Entry> entries,
        List<MergeText> merges,
        OptionalInt beginning,
        boolean addsSpace,
        OptionalInt beginOfText,
        OptionalInt endOfText,
        OptionalInt padding,
        Optional<String> chatTemplate) {

    public TokenTable {
        entries = List.copyOf(entries);
        merges = List.copyOf(merges);
    }

    /** How text becomes tokens. */
    public enum Algorithm {
        /** Merges in their order within pieces; texts are in GPT-2's byte alphabet. */
        BYTE_LEVEL,
        /** Neighbours whose joined token has the highest score, over the whole text. */
        SCORED
    }

    /** What a token is for. */
    public enum Kind {
        NORMAL,
        UNKNOWN,
        CONTROL,
        USER_DEFINED,
        UNUSED,
        BYTE
    }

    /**
     * One token.
     *
     * @param text as a file spells it; a space is a space
     * @param score higher joins earlier; 0 where merges decide
     */
    public record Entry(String text, Kind kind, float score) {}

    /** Two tokens that join, by their texts. */
    public record MergeText(String left, String right) {}
}
