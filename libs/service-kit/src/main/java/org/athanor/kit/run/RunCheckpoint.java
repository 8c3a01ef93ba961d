package org.athanor.kit.run;

import java.util.Objects;
import org.athanor.contracts.artifact.ArtifactId;

/** Where a run can resume: after {@code step}, from {@code artifact}. */
public record RunCheckpoint(long step, ArtifactId artifact) {

    public RunCheckpoint {
        Objects.requireNonNull(artifact, "artifact");
    }
}
