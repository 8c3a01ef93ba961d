package org.athanor.inference.serving;

import java.time.Duration;
import org.athanor.inference.serving.ServingMeters.ModelMeters;

/** Measures the wait for the first token since the request arrived, and the pace of those after it. */
final class GenerationClock {

    private final ModelMeters meters;
    private final long arrivedNanos = System.nanoTime();
    private long firstNanos;
    private int steps;

    GenerationClock(ModelMeters meters) {
        this.meters = meters;
    }

    /** A token came; the first row's tokens count the steps, because rows step together. */
    void token(int row) {
        if (firstNanos == 0) {
            firstNanos = System.nanoTime();
            meters.firstToken().record(Duration.ofNanos(firstNanos - arrivedNanos));
        }
        if (row == 0) {
            steps++;
        }
    }

    void ended() {
        if (steps > 1) {
            long each = (System.nanoTime() - firstNanos) / (steps - 1);
            meters.outputToken().record(Duration.ofNanos(each));
        }
    }
}
