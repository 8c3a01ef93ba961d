package org.athanor.cli;

/** An expected failure: its message is all that a person needs, and no stack trace is shown. */
public final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Ends the command with {@link ExitCode#FAILED}. */
    public CliException(String message) {
        this(ExitCode.FAILED, message);
    }

    public CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public CliException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
