package org.athanor.kit.problem;

import java.util.Objects;

/**
 * An expected failure. The message is for the client: it names the offending value and what would
 * help, and nothing of the inside. A run that ends with one is failed with this message as reason.
 */
public class AthanorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public AthanorException(ErrorCode code, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.code = Objects.requireNonNull(code, "code");
    }

    /** @param cause for the log alone */
    public AthanorException(ErrorCode code, String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    public ErrorCode code() {
        return code;
    }
}
