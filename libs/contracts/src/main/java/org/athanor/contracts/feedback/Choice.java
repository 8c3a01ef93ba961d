package org.athanor.contracts.feedback;

/** What an annotator preferred, in the order in which the completions are stored. */
public enum Choice {
    FIRST,
    SECOND,
    TIE,
    BOTH_BAD
}
