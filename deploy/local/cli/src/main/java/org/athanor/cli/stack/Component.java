package org.athanor.cli.stack;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** One process of the stack as the supervisor sees it. */
interface Component {

    String name();

    int port();

    /** Starts the process; returns without waiting until it is ready where that takes long. */
    Running launch() throws IOException, InterruptedException;

    /** A started process. */
    interface Running {

        long pid();

        /** Whether it does its work now. */
        boolean isReady();

        /** Completes, with words such as "exit code 137", when the process has ended. */
        CompletableFuture<String> ended();

        /** Ends the process in order, and by force when it takes too long. */
        void stop() throws InterruptedException;
    }
}
