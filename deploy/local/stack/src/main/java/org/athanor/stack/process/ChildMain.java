package org.athanor.stack.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class in this JVM and ends the JVM, in order, when standard input closes: that is when the launcher
 * is gone, however it went. Arguments: the main class, then its own arguments.
 */
public final class ChildMain {

    /** 128 + SIGTERM: what a shell reports for a process that was told to stop. */
    private static final int TOLD_TO_STOP = 143;

    private ChildMain() {}

    public static void main(String[] arguments) throws Throwable {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("expected: main class, then its arguments");
        }
        Thread.ofPlatform().daemon().name("launcher-watch").start(ChildMain::exitWithLauncher);
        Class<?> main = Class.forName(arguments[0]);
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            main.getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void exitWithLauncher() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said on this pipe; only its end matters.
            }
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
        System.exit(TOLD_TO_STOP);
    }
}
