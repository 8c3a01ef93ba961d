package org.athanor.reward.scoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** How much is scored and how long a batch takes. There from the start, so that a chart begins at 0. */
@Singleton
@Startup
class ScoringMeters {

    private final Timer batches;
    private final Counter sequences;

    ScoringMeters(MeterRegistry meters) {
        batches = meters.timer("athanor.reward.scoring");
        sequences = meters.counter("athanor.reward.scored.sequences");
    }

    /** @return [sequences] as {@code scoring} gives them */
    float[] timed(Supplier<float[]> scoring) {
        float[] scores = batches.record(scoring);
        sequences.increment(scores.length);
        return scores;
    }
}
