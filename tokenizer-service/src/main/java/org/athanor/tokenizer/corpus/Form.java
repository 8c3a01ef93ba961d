package org.athanor.tokenizer.corpus;

import java.util.Locale;

/** What a corpus' documents are. All documents of a corpus have the same form. */
public enum Form {
    /** Plain text, for pre-training. */
    TEXT,
    /** A prompt and its completion. */
    COMPLETION,
    /** A conversation. */
    CHAT;

    /** The name in manifests. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Form ofLabel(String label) {
        for (Form form : values()) {
            if (form.label().equals(label)) {
                return form;
            }
        }
        throw new IllegalArgumentException("unknown corpus form '" + label + "'");
    }
}
