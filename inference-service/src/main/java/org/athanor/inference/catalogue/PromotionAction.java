package org.athanor.inference.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a promotion asks for. */
public enum PromotionAction {
    /** The model becomes the stable one of its name. */
    @JsonProperty("promote")
    PROMOTE("promote"),
    /** The model answers a share of the requests. */
    @JsonProperty("canary")
    CANARY("canary"),
    /** The canary's trial ends, or the name answers with its previous model again. */
    @JsonProperty("rollback")
    ROLLBACK("rollback");

    private final String label;

    PromotionAction(String label) {
        this.label = label;
    }

    /** The name on the wire and in the database. */
    String label() {
        return label;
    }

    static PromotionAction ofLabel(String label) {
        for (PromotionAction action : values()) {
            if (action.label.equals(label)) {
                return action;
            }
        }
        throw new IllegalArgumentException("unknown promotion action '" + label + "'");
    }
}
