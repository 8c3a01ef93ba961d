package org.athanor.cli;

/** What scripts can tell from {@code $?}. */
public final class ExitCode {

    public static final int OK = 0;

    /** The work was tried and failed. */
    public static final int FAILED = 1;

    /** The command line itself is wrong. */
    public static final int USAGE = 2;

    /** The stack, or the part of it that the command needs, does not run. */
    public static final int NOT_RUNNING = 3;

    private ExitCode() {}
}
