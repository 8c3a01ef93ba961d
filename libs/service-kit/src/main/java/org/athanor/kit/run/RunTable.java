package org.athanor.kit.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.database.Database;

/** The table {@code run}: SQL alone, no rules. Callers bring the transaction. */
@Singleton
@WithRuns
class RunTable {

    private static final TypeReference<Map<String, Object>> JSON_OBJECT = new TypeReference<>() {};

    private final Database database;
    private final ObjectMapper mapper;
    private final Clock clock;

    RunTable(Database database, ObjectMapper mapper, Clock clock) {
        this.database = database;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** A run that can be claimed, and what the claim must know. */
    record Claimable(Run run, int lostLeases, Instant databaseTime) {}

    /** How many runs of a kind are in a state. */
    record Count(String kind, String state, long runs) {}

    /** @return false when there is a run of this id already */
    boolean insert(UUID id, String kind, Map<String, Object> parameters) {
        return database.update(
                        "INSERT INTO run (id, kind, parameters, state, created_at)"
                                + " VALUES (?, ?, ?::jsonb, 'queued', ?) ON CONFLICT DO NOTHING",
                        id,
                        kind,
                        json(parameters),
                        clock.instant())
                == 1;
    }

    boolean isSameRequest(UUID id, String kind, Map<String, Object> parameters) {
        return database.first(
                        "SELECT kind = ? AND parameters = ?::jsonb AS same FROM run WHERE id = ?",
                        row -> row.getBoolean("same"),
                        kind,
                        json(parameters),
                        id)
                .orElse(false);
    }

    Optional<Run> find(UUID id) {
        return database.first("SELECT * FROM run WHERE id = ?", this::run, id);
    }

    /** As {@link #find}, and nobody else changes it until the transaction ends. */
    Optional<Run> lock(UUID id) {
        return database.first("SELECT * FROM run WHERE id = ? FOR UPDATE", this::run, id);
    }

    /** @param state and {@code kind}: null for any */
    List<Run> list(String state, String kind, int limit) {
        return database.list(
                "SELECT * FROM run WHERE (?::text IS NULL OR state = ?)"
                        + " AND (?::text IS NULL OR kind = ?) ORDER BY created_at DESC LIMIT ?",
                this::run,
                state,
                state,
                kind,
                kind,
                limit);
    }

    /** Locks the oldest run that waits, or whose lease ran out; those locked by others are passed over. */
    Optional<Claimable> lockClaimable(Collection<String> kinds) {
        return database.first(
                "SELECT *, now() AS database_time FROM run WHERE kind = ANY (?) AND (state ="
                        + " 'queued' OR (state = 'running' AND lease_until < now()))"
                        + " ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED",
                row ->
                        new Claimable(
                                run(row),
                                row.getInt("lost_leases"),
                                Database.instant(row, "database_time")),
                (Object) kinds.toArray(String[]::new));
    }

    void countLostLease(UUID id) {
        database.update("UPDATE run SET lost_leases = lost_leases + 1 WHERE id = ?", id);
    }

    /** @return whether it was cancelled meanwhile; empty when the lease is not this attempt's any more */
    Optional<Boolean> renewLease(UUID id, int attempt, Duration lease) {
        return database.first(
                "UPDATE run SET lease_until = now() + ? * interval '1 millisecond'"
                        + " WHERE id = ? AND attempts = ? AND state = 'running'"
                        + " RETURNING cancel_requested",
                row -> row.getBoolean("cancel_requested"),
                lease.toMillis(),
                id,
                attempt);
    }

    void requestCancel(UUID id) {
        database.update("UPDATE run SET cancel_requested = true WHERE id = ?", id);
    }

    void saveProgress(UUID id, Run.Progress progress) {
        database.update("UPDATE run SET progress = ?::jsonb WHERE id = ?", json(progress), id);
    }

    void saveMetrics(UUID id, Map<String, Object> metrics) {
        database.update("UPDATE run SET metrics = ?::jsonb WHERE id = ?", json(metrics), id);
    }

    void saveNotice(UUID id, Run.Notice notice) {
        database.update("UPDATE run SET notice = ?::jsonb WHERE id = ?", json(notice), id);
    }

    void saveState(UUID id, RunState state) {
        switch (state) {
            case RunState.Queued ignored ->
                    database.update(
                            "UPDATE run SET state = 'queued', replica = NULL, lease_until = NULL"
                                    + " WHERE id = ?",
                            id);
            case RunState.Running running ->
                    database.update(
                            "UPDATE run SET state = 'running', replica = ?, lease_until = ?,"
                                    + " attempts = ?, started_at = COALESCE(started_at, ?)"
                                    + " WHERE id = ?",
                            running.replica(),
                            running.leaseUntil(),
                            running.attempt(),
                            clock.instant(),
                            id);
            case RunState.Succeeded succeeded ->
                    database.update(
                            "UPDATE run SET state = 'succeeded', artifact = ?,"
                                    + " figures = ?::jsonb, finished_at = ? WHERE id = ?",
                            succeeded.artifact() == null ? null : succeeded.artifact().value(),
                            json(succeeded.figures()),
                            clock.instant(),
                            id);
            case RunState.Failed failed ->
                    database.update(
                            "UPDATE run SET state = 'failed', reason = ?, finished_at = ?"
                                    + " WHERE id = ?",
                            failed.reason(),
                            clock.instant(),
                            id);
            case RunState.Cancelled ignored ->
                    database.update(
                            "UPDATE run SET state = 'cancelled', finished_at = ? WHERE id = ?",
                            clock.instant(),
                            id);
        }
    }

    List<Count> counts() {
        return database.list(
                "SELECT kind, state, count(*) AS runs FROM run GROUP BY kind, state",
                row ->
                        new Count(
                                row.getString("kind"),
                                row.getString("state"),
                                row.getLong("runs")));
    }

    private Run run(ResultSet row) throws SQLException {
        String progress = row.getString("progress");
        String notice = row.getString("notice");
        return new Run(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                map(row.getString("parameters")),
                state(row),
                row.getInt("attempts"),
                row.getBoolean("cancel_requested"),
                progress == null ? null : read(progress, Run.Progress.class),
                map(row.getString("metrics")),
                notice == null ? null : read(notice, Run.Notice.class),
                Database.instant(row, "created_at"),
                Database.instant(row, "started_at"),
                Database.instant(row, "finished_at"));
    }

    private RunState state(ResultSet row) throws SQLException {
        String state = row.getString("state");
        return switch (state) {
            case "queued" -> new RunState.Queued();
            case "running" ->
                    new RunState.Running(
                            row.getString("replica"),
                            Database.instant(row, "lease_until"),
                            row.getInt("attempts"));
            case "succeeded" ->
                    new RunState.Succeeded(artifact(row), map(row.getString("figures")));
            case "failed" -> new RunState.Failed(row.getString("reason"));
            case "cancelled" -> new RunState.Cancelled();
            default -> throw new IllegalStateException("unknown run state " + state);
        };
    }

    private static ArtifactId artifact(ResultSet row) throws SQLException {
        String artifact = row.getString("artifact");
        return artifact == null ? null : new ArtifactId(artifact);
    }

    private Map<String, Object> map(String json) {
        try {
            return mapper.readValue(json, JSON_OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds broken JSON", e);
        }
    }

    private <T> T read(String json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds broken JSON", e);
        }
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value: " + value, e);
        }
    }
}
