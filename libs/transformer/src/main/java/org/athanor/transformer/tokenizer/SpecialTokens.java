package org.athanor.transformer.tokenizer;

import java.util.List;

/** The special tokens that every tokenizer trained here carries, in the order of their ids. */
public final class SpecialTokens {

    /** Stands between documents and fills padding. Id 0. */
    public static final String END_OF_TEXT = "<|endoftext|>";

    /** Opens what the user says. */
    public static final String USER = "<|user|>";

    /** Opens the answer. */
    public static final String ASSISTANT = "<|assistant|>";

    /** Opens an instruction that holds for the whole conversation. */
    public static final String SYSTEM = "<|system|>";

    /** Closes an answer: generation stops there. */
    public static final String END = "<|end|>";

    /** All of them; the index is the id. */
    public static final List<String> ALL = List.of(END_OF_TEXT, USER, ASSISTANT, SYSTEM, END);

    private SpecialTokens() {}
}
