package org.athanor.transformer.tokenizer;

/** When a text of a vocabulary with scores gets a space of its own in front. */
enum SpacePrefix {
    NEVER,
    /** Every part between added tokens, as SentencePiece and the first files of Llama 2 have it. */
    ALWAYS,
    /** Every part that does not begin with one. */
    UNLESS_THERE,
    /** The first part of a text, unless it begins with one. */
    FIRST_UNLESS_THERE
}
