package org.athanor.kit.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.athanor.contracts.Topics;
import org.athanor.contracts.run.RunCancelled;
import org.athanor.contracts.run.RunEvent;
import org.athanor.contracts.run.RunFailed;
import org.athanor.contracts.run.RunMetric;
import org.athanor.contracts.run.RunProgressed;
import org.athanor.contracts.run.RunQueued;
import org.athanor.contracts.run.RunStarted;
import org.athanor.contracts.run.RunSucceeded;
import org.athanor.kit.database.Database;
import org.athanor.kit.outbox.Outbox;

/**
 * What happened to runs: kept in {@code run_event} for who watches one by HTTP, and sent to Kafka
 * through the outbox. Callers bring the transaction.
 */
@Singleton
@WithRuns
class RunJournal {

    /** The event types after which a run has no more. */
    static final Set<String> FINAL_TYPES = Set.of("succeeded", "failed", "cancelled");

    /** The update serialises the writers of one run, so sequence numbers follow the commits. */
    private static final String INSERT =
            "WITH numbered AS (UPDATE run SET last_event = last_event + 1 WHERE id = ?"
                    + " RETURNING id, last_event)"
                    + " INSERT INTO run_event (run_id, seq, type, at, payload)"
                    + " SELECT id, last_event, ?, ?, ?::jsonb FROM numbered";

    /** @param payload JSON */
    record Entry(long seq, String type, String payload) {}

    /** How far a run's journal goes. */
    record End(long seq, boolean isFinal) {}

    private final Database database;
    private final Outbox outbox;
    private final ObjectMapper mapper;
    private final Clock clock;

    RunJournal(Database database, Outbox outbox, ObjectMapper mapper, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.mapper = mapper;
        this.clock = clock;
    }

    void append(RunEvent event) {
        insert(event.runId(), type(event), event.at(), event);
        outbox.append(Topics.RUNS_EVENT, event);
    }

    void append(RunMetric metric) {
        insert(metric.runId(), "metric", metric.at(), metric);
        outbox.append(Topics.RUNS_METRIC, metric);
    }

    /** Only the last report of progress is kept: it says all that the earlier ones did. */
    void append(UUID run, Run.Progress progress) {
        database.update("DELETE FROM run_event WHERE run_id = ? AND type = 'progress'", run);
        insert(run, "progress", clock.instant(), progress);
    }

    /** For who watches the run by HTTP alone: it is for people. */
    void append(UUID run, Run.Notice notice) {
        insert(run, "notice", notice.at(), notice);
    }

    List<Entry> after(UUID run, long seq, int limit) {
        return database.list(
                "SELECT seq, type, payload FROM run_event WHERE run_id = ? AND seq > ?"
                        + " ORDER BY seq LIMIT ?",
                row ->
                        new Entry(
                                row.getLong("seq"),
                                row.getString("type"),
                                row.getString("payload")),
                run,
                seq,
                limit);
    }

    Map<UUID, End> ends(Collection<UUID> runs) {
        record Row(UUID run, End end) {}
        return database
                .list(
                        "SELECT id, last_event, finished_at IS NOT NULL AS final FROM run"
                                + " WHERE id = ANY (?::uuid[])",
                        row ->
                                new Row(
                                        row.getObject("id", UUID.class),
                                        new End(
                                                row.getLong("last_event"),
                                                row.getBoolean("final"))),
                        (Object) runs.stream().map(UUID::toString).toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(Row::run, Row::end));
    }

    private void insert(UUID run, String type, Instant at, Object payload) {
        try {
            database.update(INSERT, run, type, at, mapper.writeValueAsString(payload));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + payload, e);
        }
    }

    private static String type(RunEvent event) {
        return switch (event) {
            case RunQueued ignored -> "queued";
            case RunStarted ignored -> "started";
            case RunProgressed ignored -> "progressed";
            case RunSucceeded ignored -> "succeeded";
            case RunFailed ignored -> "failed";
            case RunCancelled ignored -> "cancelled";
        };
    }
}
