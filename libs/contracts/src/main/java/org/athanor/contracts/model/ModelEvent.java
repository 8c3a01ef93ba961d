package org.athanor.contracts.model;

import java.time.Instant;
import org.athanor.contracts.Event;

/** What happened to a model name. Topic {@code models.event.v1}, key model name, compacted. */
public sealed interface ModelEvent extends Event
        permits ModelPromoted, CanaryStarted, ModelRolledBack {

    ModelState state();

    Instant at();

    @Override
    default String key() {
        return state().name();
    }
}
