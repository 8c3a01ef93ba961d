package org.athanor.kit.run;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** A replica's hold on one attempt of a run, and why it must let go. */
final class RunLease {

    private static final Logger LOG = Logger.getLogger(RunLease.class);

    private final UUID run;
    private final int attempt;
    private volatile RunInterruptedException.Cause interruption;
    private volatile boolean over;

    RunLease(UUID run, int attempt) {
        this.run = run;
        this.attempt = attempt;
    }

    UUID run() {
        return run;
    }

    int attempt() {
        return attempt;
    }

    /**
     * Renews it. A database that is away takes nobody's lease: only its word does, when it is back.
     */
    void renew(RunTable runs, Duration duration) {
        Optional<Boolean> cancelled = runs.renewLease(run, attempt, duration);
        if (over) {
            return;
        }
        if (cancelled.isEmpty()) {
            LOG.warn("lost the lease: the run goes on elsewhere");
            interrupt(RunInterruptedException.Cause.LEASE_LOST);
        } else if (cancelled.get()) {
            interrupt(RunInterruptedException.Cause.CANCELLED);
        }
    }

    /** The run's end is being recorded: from now on the lease need not hold. */
    void over() {
        over = true;
    }

    void interrupt(RunInterruptedException.Cause cause) {
        if (interruption == null) {
            interruption = cause;
        }
    }

    /** Why the run must stop here, or empty. */
    Optional<RunInterruptedException.Cause> interruption() {
        return Optional.ofNullable(interruption);
    }

    void ensureHeld() {
        RunInterruptedException.Cause cause = interruption;
        if (cause != null) {
            throw new RunInterruptedException(cause);
        }
    }
}
