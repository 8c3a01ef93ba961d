package org.athanor.inference.serving;

/** Why a row ended. */
public enum RowEnd {
    /** The model ended its answer, or a stop string was met. */
    STOP("stop"),
    /** The row reached its most tokens. */
    LENGTH("length");

    private final String label;

    RowEnd(String label) {
        this.label = label;
    }

    /** The name on the wire. */
    public String label() {
        return label;
    }
}
