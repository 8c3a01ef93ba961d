package org.athanor.kit.run;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells this replica's workers that a run waits, so that they need not find out by looking. */
@Singleton
@WithRuns
class WorkSignal {

    private final Semaphore signals = new Semaphore(0);

    void give() {
        signals.release();
    }

    void await(Duration atMost) throws InterruptedException {
        if (signals.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            signals.drainPermits();
        }
    }
}
