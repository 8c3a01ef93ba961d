package org.athanor.contracts.reward;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Event;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * The scores of a rollout, in the order of the request; or why there are none.
 *
 * @param scores one a sequence, normalised by the reward model's gain and bias; empty on failure
 * @param failure null on success
 */
public record Scored(UUID rolloutId, ArtifactId rewardModel, List<Float> scores, String failure)
        implements Event {

    public Scored {
        Objects.requireNonNull(rolloutId, "rolloutId");
        Objects.requireNonNull(rewardModel, "rewardModel");
        scores = List.copyOf(scores);
        if (scores.isEmpty() == (failure == null)) {
            throw new IllegalArgumentException(
                    "rollout " + rolloutId + " needs either scores or a failure");
        }
    }

    @Override
    public String key() {
        return rolloutId.toString();
    }
}
