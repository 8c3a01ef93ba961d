package org.athanor.cli.terminal;

import java.io.PrintStream;
import java.time.Clock;

/**
 * Standard error, and whether a person watches it. The script tells: a JVM cannot ask which of its three streams is a
 * terminal.
 *
 * @param out where words and progress go
 * @param interactive whether lines may be redrawn
 * @param columns the width to keep to
 */
public record Terminal(PrintStream out, boolean interactive, int columns, Clock clock) {

    private static final int DEFAULT_COLUMNS = 80;
    private static final int MIN_COLUMNS = 40;

    public static Terminal standardError() {
        return new Terminal(
                System.err,
                Boolean.getBoolean("athanor.terminal"),
                Math.max(MIN_COLUMNS, Integer.getInteger("athanor.columns", DEFAULT_COLUMNS)),
                Clock.systemUTC());
    }

    /** Prints one line. */
    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
