package org.athanor.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The rate over the last half minute: a slow start must not spoil the time left for ever. */
final class Pace {

    private static final Duration WINDOW = Duration.ofSeconds(30);

    private record Sample(Instant at, double done) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    void sample(Instant now, double done) {
        if (!samples.isEmpty() && done < samples.getLast().done()) {
            samples.clear(); // resumed from an earlier checkpoint
        }
        samples.addLast(new Sample(now, done));
        while (samples.size() > 2 && samples.getFirst().at().isBefore(now.minus(WINDOW))) {
            samples.removeFirst();
        }
    }

    /** 0 while unknown. */
    double perSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        double seconds =
                Duration.between(samples.getFirst().at(), samples.getLast().at()).toMillis()
                        / 1000.0;
        return seconds <= 0 ? 0 : (samples.getLast().done() - samples.getFirst().done()) / seconds;
    }
}
