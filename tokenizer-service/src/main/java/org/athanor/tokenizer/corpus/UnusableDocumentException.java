package org.athanor.tokenizer.corpus;

/** A document that cannot be part of a corpus; whether that fails the run is the policy's matter. */
final class UnusableDocumentException extends Exception {

    private static final long serialVersionUID = 1L;

    private final SetAside.Reason reason;

    /** @param what continues the sentence "the document at … " */
    UnusableDocumentException(SetAside.Reason reason, String what) {
        super(what, null, false, false);
        this.reason = reason;
    }

    SetAside.Reason reason() {
        return reason;
    }
}
