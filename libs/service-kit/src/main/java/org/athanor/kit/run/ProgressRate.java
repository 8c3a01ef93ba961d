package org.athanor.kit.run;

import java.util.ArrayDeque;
import java.util.Deque;

/** Units per second over the last few seconds. Not thread-safe. */
final class ProgressRate {

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Sample(long nanos, long done) {}

    private final Deque<Sample> samples = new ArrayDeque<>();
    private String unit = "";

    /** @return 0 until two samples can be compared */
    double sample(long nanos, long done, String newUnit) {
        if (!newUnit.equals(unit) || (!samples.isEmpty() && done < samples.getLast().done())) {
            // Another phase of the run: its rate has nothing to do with the last one's.
            samples.clear();
            unit = newUnit;
        }
        samples.addLast(new Sample(nanos, done));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        return nanos == first.nanos()
                ? 0
                : (done - first.done()) * NANOS_PER_SECOND / (nanos - first.nanos());
    }
}
