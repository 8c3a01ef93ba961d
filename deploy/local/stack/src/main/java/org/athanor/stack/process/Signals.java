package org.athanor.stack.process;

import java.io.IOException;

/** Signals that {@link Process} has no word for. */
public final class Signals {

    private Signals() {}

    /**
     * Sends a signal; nothing happens when the process is gone.
     *
     * @param signal its name as {@code kill -s} knows it: INT, TERM, KILL
     */
    public static void send(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-s", signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
