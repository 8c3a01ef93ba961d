package org.athanor.kit.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which checkpoints of a run are kept.
 *
 * @param last so many of the newest, at least the one that the run resumes from
 * @param best so many of the least validation loss; of two that are equal the earlier one
 * @param every those whose step is a multiple of it; 0 for none
 */
record KeepPolicy(int last, int best, long every) {

    KeepPolicy {
        if (last < 1 || best < 0 || every < 0) {
            throw new IllegalArgumentException(
                    "a run keeps its last checkpoint at least, was last %d, best %d, every %d"
                            .formatted(last, best, every));
        }
    }

    static KeepPolicy of(CheckpointConfig config) {
        return new KeepPolicy(config.keepLast(), config.keepBest(), config.keepEvery());
    }

    /** The same for a run that is over: nobody resumes it any more. */
    KeepPolicy afterTheEnd() {
        return new KeepPolicy(1, best, every);
    }

    /** Those that can go. */
    List<RunCheckpoint> superfluous(List<RunCheckpoint> all) {
        Set<RunCheckpoint> kept = new HashSet<>();
        all.stream()
                .sorted(Comparator.comparingLong(RunCheckpoint::step).reversed())
                .limit(last)
                .forEach(kept::add);
        all.stream()
                .filter(checkpoint -> checkpoint.loss().isPresent())
                .sorted(
                        Comparator.comparingDouble((RunCheckpoint c) -> c.loss().getAsDouble())
                                .thenComparingLong(RunCheckpoint::step))
                .limit(best)
                .forEach(kept::add);
        List<RunCheckpoint> superfluous = new ArrayList<>(all);
        superfluous.removeIf(
                checkpoint ->
                        kept.contains(checkpoint) || every > 0 && checkpoint.step() % every == 0);
        return superfluous;
    }
}
