package org.athanor.cli.demo;

/** A stage of the demo ended badly; the message names it and why. */
final class DemoFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoFailedException(String message) {
        super(message);
    }
}
