package org.athanor.contracts.run;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Checks;

/** The run ended badly, for {@code reason}, a sentence for people. */
public record RunFailed(UUID runId, String service, String reason, Instant at) implements RunEvent {

    public RunFailed {
        Objects.requireNonNull(runId, "runId");
        Checks.notBlank(service, "service");
        Checks.notBlank(reason, "reason");
        Objects.requireNonNull(at, "at");
    }
}
