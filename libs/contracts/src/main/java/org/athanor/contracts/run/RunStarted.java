package org.athanor.contracts.run;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Checks;

/** A replica claimed the run, for the {@code attempt}-th time. */
public record RunStarted(UUID runId, String service, String replica, int attempt, Instant at)
        implements RunEvent {

    public RunStarted {
        Objects.requireNonNull(runId, "runId");
        Checks.notBlank(service, "service");
        Checks.notBlank(replica, "replica");
        Checks.notNegative(attempt, "attempt");
        Objects.requireNonNull(at, "at");
    }
}
