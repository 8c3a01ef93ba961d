package org.athanor.kit.run;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.database.Database;
import org.athanor.kit.database.Sampling;
import org.athanor.kit.problem.AthanorException;
import org.jboss.logging.Logger;

/** The table {@code run_checkpoint}, and which checkpoints the store keeps. */
@Singleton
@WithRuns
class RunCheckpoints {

    private static final Logger LOG = Logger.getLogger(RunCheckpoints.class);

    private final Database database;
    private final ArtifactStore store;
    private final Sampling sampling;
    private final KeepPolicy policy;

    RunCheckpoints(
            Database database, ArtifactStore store, Sampling sampling, CheckpointConfig config) {
        this.policy = KeepPolicy.of(config);
        this.database = database;
        this.store = store;
        this.sampling = sampling;
    }

    void record(UUID run, RunCheckpoint checkpoint, Instant at) {
        database.update(
                "INSERT INTO run_checkpoint (run_id, step, artifact, loss, at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (run_id, step)"
                        + " DO UPDATE SET artifact = EXCLUDED.artifact, loss = EXCLUDED.loss",
                run,
                checkpoint.step(),
                checkpoint.artifact().value(),
                checkpoint.loss().isPresent() ? checkpoint.loss().getAsDouble() : null,
                at);
    }

    /** The newest that is still in the store. */
    Optional<RunCheckpoint> newest(UUID run) {
        return all(run).stream()
                .filter(checkpoint -> store.find(checkpoint.artifact()).isPresent())
                .findFirst();
    }

    /**
     * Deletes what the policy does not keep. The artifact goes before its row: a crash in between
     * leaves a row that {@link #newest} passes over, never a forgotten artifact.
     */
    void pruneRunning(UUID run) {
        sampling.whenThere(() -> prune(run, policy));
    }

    /** As {@link #pruneRunning}, for a run that has ended. */
    void pruneEnded(UUID run) {
        sampling.whenThere(() -> prune(run, policy.afterTheEnd()));
    }

    private void prune(UUID run, KeepPolicy keep) {
        for (RunCheckpoint old : keep.superfluous(all(run))) {
            if (!isShared(old.artifact())) {
                delete(old.artifact());
            }
            database.update(
                    "DELETE FROM run_checkpoint WHERE run_id = ? AND step = ?", run, old.step());
        }
    }

    /** Space that is not freed is no reason to fail a run. */
    private void delete(ArtifactId checkpoint) {
        try {
            if (!store.deleteUnused(checkpoint, ArtifactKind.CHECKPOINT)) {
                LOG.infof("an old checkpoint stays, something was made from it: %s", checkpoint);
            }
        } catch (AthanorException e) {
            LOG.warnf(e, "an old checkpoint stays: %s", checkpoint);
        }
    }

    private List<RunCheckpoint> all(UUID run) {
        return database.list(
                "SELECT step, artifact, loss FROM run_checkpoint WHERE run_id = ?"
                        + " ORDER BY step DESC",
                row ->
                        new RunCheckpoint(
                                row.getLong("step"),
                                new ArtifactId(row.getString("artifact")),
                                loss(row)),
                run);
    }

    private static OptionalDouble loss(ResultSet row) throws SQLException {
        double loss = row.getDouble("loss");
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(loss);
    }

    /** The same work has the same id: another run, or another step, may rest on this very artifact. */
    private boolean isShared(ArtifactId artifact) {
        return database.first(
                        "SELECT count(*) AS uses FROM run_checkpoint WHERE artifact = ?",
                        row -> row.getLong("uses") > 1,
                        artifact.value())
                .orElse(false);
    }
}
