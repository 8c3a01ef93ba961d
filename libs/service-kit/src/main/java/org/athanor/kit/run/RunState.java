package org.athanor.kit.run;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.athanor.contracts.artifact.ArtifactId;

/** Where a run stands. The legal transitions are the methods of each state; there are no others. */
public sealed interface RunState {

    /** As in the database and on the wire, for example {@code queued}. */
    default String label() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Nothing follows a final state. */
    default boolean isFinal() {
        return false;
    }

    /** Waits for a replica. */
    record Queued() implements RunState {

        Running claim(String replica, Instant leaseUntil, int attempt) {
            return new Running(replica, leaseUntil, attempt);
        }

        Cancelled cancel() {
            return new Cancelled();
        }
    }

    /** Leased to a replica until {@code leaseUntil}; {@code attempt} fences off earlier holders. */
    record Running(String replica, Instant leaseUntil, int attempt) implements RunState {

        public Running {
            Objects.requireNonNull(replica, "replica");
            Objects.requireNonNull(leaseUntil, "leaseUntil");
            if (attempt < 1) {
                throw new IllegalArgumentException("attempt must be >= 1, was " + attempt);
            }
        }

        /** The lease ran out and another replica goes on. */
        Running takeOver(String nextReplica, Instant nextLeaseUntil) {
            return new Running(nextReplica, nextLeaseUntil, attempt + 1);
        }

        /** The replica stops in order and lets another go on at once. */
        Queued giveBack() {
            return new Queued();
        }

        Succeeded succeed(RunOutcome outcome) {
            return new Succeeded(outcome.artifact(), outcome.figures());
        }

        Failed fail(String reason) {
            return new Failed(reason);
        }

        Cancelled cancel() {
            return new Cancelled();
        }
    }

    /** @param artifact null where the run made none */
    record Succeeded(ArtifactId artifact, Map<String, Object> figures) implements RunState {

        public Succeeded {
            figures = Map.copyOf(figures);
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /** @param reason a sentence for people */
    record Failed(String reason) implements RunState {

        public Failed {
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public boolean isFinal() {
            return true;
        }
    }

    /** Somebody did not want it any more. */
    record Cancelled() implements RunState {

        @Override
        public boolean isFinal() {
            return true;
        }
    }
}
