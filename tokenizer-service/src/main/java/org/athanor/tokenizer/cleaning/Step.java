package org.athanor.tokenizer.cleaning;

/** One step that judges a document by itself. Any thread, several at once. */
interface Step {

    /** As in the parameters and in the report. */
    String name();

    Verdict judge(Content content);
}
