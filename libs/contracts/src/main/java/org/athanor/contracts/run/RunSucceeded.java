package org.athanor.contracts.run;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Checks;
import org.athanor.contracts.artifact.ArtifactId;

/** The run ended well. {@code artifact} is null where the run made none; {@code figures} are its closing numbers. */
public record RunSucceeded(
        UUID runId, String service, ArtifactId artifact, Map<String, Object> figures, Instant at)
        implements RunEvent {

    public RunSucceeded {
        Objects.requireNonNull(runId, "runId");
        Checks.notBlank(service, "service");
        figures = Map.copyOf(figures);
        Objects.requireNonNull(at, "at");
    }
}
