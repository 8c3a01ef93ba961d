package org.athanor.cli.api;

/** A service refused a call, or could not be reached; the message is for people. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    ApiException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** The HTTP status, or 0 where there was no answer. */
    public int status() {
        return status;
    }
}
