package org.athanor.rlhf.scoring;

/** Scores that were asked for. What else there is to do can be done before they are needed. */
@FunctionalInterface
public interface PendingScores {

    /**
     * Waits for the scores, in the order of the sequences: {@code [answer]}, all finite. Gives up
     * with UNAVAILABLE after the configured time, and with UNPROCESSABLE when it is said why there
     * are none.
     *
     * @param ensureActive called while waiting; what it throws ends the waiting
     */
    double[] await(Runnable ensureActive) throws InterruptedException;
}
