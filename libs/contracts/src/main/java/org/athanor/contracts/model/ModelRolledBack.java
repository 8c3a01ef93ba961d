package org.athanor.contracts.model;

import java.time.Instant;
import java.util.Objects;

/** The name answers with its earlier model again. */
public record ModelRolledBack(ModelState state, Instant at) implements ModelEvent {

    public ModelRolledBack {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
    }
}
