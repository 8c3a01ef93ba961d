package org.athanor.contracts.run;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Checks;
import org.athanor.contracts.artifact.ArtifactId;

/** The run reached {@code step} and can resume from {@code checkpoint}. */
public record RunProgressed(
        UUID runId, String service, long step, ArtifactId checkpoint, Instant at)
        implements RunEvent {

    public RunProgressed {
        Objects.requireNonNull(runId, "runId");
        Checks.notBlank(service, "service");
        Checks.notNegative(step, "step");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(at, "at");
    }
}
