package org.athanor.contracts.model;

import java.time.Instant;
import java.util.Objects;

/** A model became the stable one of its name. */
public record ModelPromoted(ModelState state, Instant at) implements ModelEvent {

    public ModelPromoted {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
    }
}
