package org.athanor.contracts.model;

import java.time.Instant;
import java.util.Objects;

/** A candidate began to answer a share of the requests. */
public record CanaryStarted(ModelState state, Instant at) implements ModelEvent {

    public CanaryStarted {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(at, "at");
    }
}
