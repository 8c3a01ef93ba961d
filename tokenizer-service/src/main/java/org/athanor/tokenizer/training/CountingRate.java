package org.athanor.tokenizer.training;

import java.util.Map;
import org.athanor.kit.run.RunContext;

/** How fast a corpus is counted: a metric every 16 MB, and the rate of the whole. */
final class CountingRate {

    private static final long BYTES_OF_METRIC = 16_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final RunContext context;
    private final long start = System.nanoTime();
    private long bytes;
    private long reported;
    private long reportedAt = start;

    CountingRate(RunContext context) {
        this.context = context;
    }

    /**
     * @param more bytes counted since the last call
     * @param documents counted in all
     */
    void counted(long more, long documents) {
        bytes += more;
        if (bytes - reported >= BYTES_OF_METRIC) {
            long now = System.nanoTime();
            context.metrics(
                    documents,
                    Map.of("megabytesPerSecond", rate(bytes - reported, now - reportedAt)));
            reported = bytes;
            reportedAt = now;
        }
    }

    /** Megabytes of text a second since the beginning. */
    double sinceStart() {
        return rate(bytes, System.nanoTime() - start);
    }

    private static double rate(long bytes, long nanos) {
        return bytes / BYTES_PER_MEGABYTE * NANOS_PER_SECOND / Math.max(1, nanos);
    }
}
