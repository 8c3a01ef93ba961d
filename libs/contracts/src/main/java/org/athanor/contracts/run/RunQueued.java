package org.athanor.contracts.run;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Checks;

/** The run is durably queued: its request can be forgotten by who sent it. */
public record RunQueued(UUID runId, String service, String kind, Instant at) implements RunEvent {

    public RunQueued {
        Objects.requireNonNull(runId, "runId");
        Checks.notBlank(service, "service");
        Checks.notBlank(kind, "kind");
        Objects.requireNonNull(at, "at");
    }
}
