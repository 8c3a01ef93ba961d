package org.athanor.transformer.jinja;

/** A template that cannot be rendered, or that refused what it was given. */
public final class JinjaException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public JinjaException(String message) {
        super(message);
    }

    public JinjaException(String message, Throwable cause) {
        super(message, cause);
    }
}
