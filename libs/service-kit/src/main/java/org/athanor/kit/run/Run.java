package org.athanor.kit.run;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * One long piece of work.
 *
 * @param attempts how often a replica claimed it so far
 * @param parameters as requested: JSON values
 * @param progress null before the first report
 * @param metrics of the last step, empty before it
 * @param notice null before the first
 * @param startedAt of the first attempt, or null
 * @param finishedAt when it reached a final state, or null
 */
public record Run(
        UUID id,
        String kind,
        Map<String, Object> parameters,
        RunState state,
        int attempts,
        boolean cancelRequested,
        Progress progress,
        Map<String, Object> metrics,
        Notice notice,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {

    public Run {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    /** What the run last told those who watch it, and when. */
    public record Notice(String message, Instant at) {}

    /** @param total 0 when unknown */
    public record Progress(long done, long total, String unit, double perSecond) {}
}
