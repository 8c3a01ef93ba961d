package org.athanor.rlhf.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Wakes the owner of a rollout at once when the reply reached its own replica. */
@ApplicationScoped
class ReplyArrivals {

    private long count;

    synchronized long count() {
        return count;
    }

    synchronized void arrived() {
        count++;
        notifyAll();
    }

    /** Waits until there were more arrivals than {@code seen}, or the time is up. */
    synchronized void awaitBeyond(long seen, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (count <= seen) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return;
            }
            wait(millis);
        }
    }
}
