package org.athanor.kit.run;

/**
 * The run must stop here: it was cancelled, its lease was lost or the service is stopping. Let it
 * pass.
 */
public final class RunInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    enum Cause {
        CANCELLED,
        LEASE_LOST,
        STOPPING
    }

    private final Cause why;

    RunInterruptedException(Cause why) {
        super("the run was interrupted: " + why, null, false, false);
        this.why = why;
    }

    Cause why() {
        return why;
    }
}
