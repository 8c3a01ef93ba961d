package org.athanor.contracts.run;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Checks;

/** Somebody cancelled the run. */
public record RunCancelled(UUID runId, String service, Instant at) implements RunEvent {

    public RunCancelled {
        Objects.requireNonNull(runId, "runId");
        Checks.notBlank(service, "service");
        Objects.requireNonNull(at, "at");
    }
}
