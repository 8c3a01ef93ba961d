package org.athanor.stack.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.Locale;

/**
 * Signals a process that cannot watch the launcher itself (a native server) when the launcher is gone: a shell that
 * waits on a pipe. {@link #close} dismisses it without a signal.
 */
public final class Guard implements AutoCloseable {

    private static final String SCRIPT = "read -r word || kill -s \"$1\" \"$2\"";

    private final Process shell;

    private Guard(Process shell) {
        this.shell = shell;
    }

    /**
     * @param pid the process to end
     * @param signal its name as {@code kill -s} knows it, for example {@code INT}
     */
    public static Guard over(long pid, String signal) throws IOException {
        Process shell =
                new ProcessBuilder(
                                "setsid",
                                "sh",
                                "-c",
                                SCRIPT,
                                "guard",
                                signal,
                                String.format(Locale.ROOT, "%d", pid))
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        return new Guard(shell);
    }

    /** What the death of this JVM does. */
    void dropPipe() throws IOException {
        shell.getOutputStream().close();
    }

    @Override
    public void close() {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.write('\n');
        } catch (IOException e) {
            // The shell is gone already.
        }
    }
}
