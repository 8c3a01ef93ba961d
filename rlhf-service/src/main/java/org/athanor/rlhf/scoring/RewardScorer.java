package org.athanor.rlhf.scoring;

import java.util.List;

/** Says how good answers are. */
@FunctionalInterface
public interface RewardScorer {

    /**
     * @param sequences prompt and answer tokens, cut after the first end token
     */
    PendingScores request(List<int[]> sequences);
}
