package org.athanor.kit.cloudevent;

/** The bytes are no CloudEvent that Athanor knows, for the message's reason. */
public final class MalformedEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedEventException(String reason) {
        super(reason);
    }

    MalformedEventException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
