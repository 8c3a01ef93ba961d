package org.athanor.kit.run;

import java.util.Objects;
import java.util.OptionalDouble;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * Where a run can resume: after {@code step}, from {@code artifact}.
 *
 * @param loss on the validation split at that step, if it was measured there
 */
public record RunCheckpoint(long step, ArtifactId artifact, OptionalDouble loss) {

    public RunCheckpoint {
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(loss, "loss");
    }

    public RunCheckpoint(long step, ArtifactId artifact) {
        this(step, artifact, OptionalDouble.empty());
    }
}
