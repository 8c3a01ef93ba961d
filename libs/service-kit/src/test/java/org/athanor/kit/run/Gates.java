package org.athanor.kit.run;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Lets a test decide how far a run gets: one permit a step. */
@Singleton
class Gates {

    private static final int WIDE_OPEN = 1_000_000;

    private final Map<UUID, Semaphore> permits = new ConcurrentHashMap<>();

    void close(UUID run) {
        gate(run, 0);
    }

    void open(UUID run, int steps) {
        gate(run, 0).release(steps);
    }

    void open(UUID run) {
        open(run, WIDE_OPEN);
    }

    /** A run that no test holds back passes. */
    boolean pass(UUID run) throws InterruptedException {
        return gate(run, WIDE_OPEN).tryAcquire(10, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private Semaphore gate(UUID run, int permitsAtFirst) {
        return permits.computeIfAbsent(run, ignored -> new Semaphore(permitsAtFirst));
    }
}
