package org.athanor.contracts.model;

import java.util.Objects;
import org.athanor.contracts.Checks;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * The full state of a model name, so that the last event of a name is enough.
 *
 * @param stable the model that answers
 * @param canary a candidate, or null
 * @param canaryShare of requests that the canary answers, in [0, 1]
 */
public record ModelState(String name, ArtifactId stable, ArtifactId canary, double canaryShare) {

    public ModelState {
        Checks.notBlank(name, "name");
        Objects.requireNonNull(stable, "stable");
        if (!(canaryShare >= 0 && canaryShare <= 1)) {
            throw new IllegalArgumentException("canaryShare must be in [0, 1], was " + canaryShare);
        }
        if (canary == null && canaryShare != 0) {
            throw new IllegalArgumentException("a share of " + canaryShare + " needs a canary");
        }
    }
}
