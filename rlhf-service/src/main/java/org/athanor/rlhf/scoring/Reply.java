package org.athanor.rlhf.scoring;

/** What reward-service said about a rollout. */
sealed interface Reply {

    /** One score a sequence, in the order of the request. */
    record Scores(float[] values) implements Reply {}

    /** @param reason a sentence for people */
    record Failure(String reason) implements Reply {}
}
