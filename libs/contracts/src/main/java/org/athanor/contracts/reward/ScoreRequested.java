package org.athanor.contracts.reward;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Event;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * A rollout (a batch of sampled answers) wants scores. The batch is scored whole, in the given
 * order, so that asking again gives the same numbers.
 *
 * @param rolloutId one batch of one run; asking twice is harmless
 * @param rewardModel which reward model scores
 * @param sequences prompt and answer tokens of each sample, cut after the first end token
 */
public record ScoreRequested(UUID rolloutId, ArtifactId rewardModel, List<int[]> sequences)
        implements Event {

    public ScoreRequested {
        Objects.requireNonNull(rolloutId, "rolloutId");
        Objects.requireNonNull(rewardModel, "rewardModel");
        sequences = List.copyOf(sequences);
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException(
                    "rollout " + rolloutId + " has no sequences to score");
        }
    }

    @Override
    public String key() {
        return rolloutId.toString();
    }
}
