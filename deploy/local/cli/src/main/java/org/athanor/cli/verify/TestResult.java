package org.athanor.cli.verify;

/**
 * One test of one class.
 *
 * @param name simple class name, a dot, the method
 * @param reason why it failed or was skipped, in one line; empty when it passed
 */
record TestResult(String name, Outcome outcome, String reason) {

    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }
}
