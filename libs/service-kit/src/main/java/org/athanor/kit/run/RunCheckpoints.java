package org.athanor.kit.run;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
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

    RunCheckpoints(Database database, ArtifactStore store, Sampling sampling) {
        this.database = database;
        this.store = store;
        this.sampling = sampling;
    }

    void record(UUID run, RunCheckpoint checkpoint, Instant at) {
        database.update(
                "INSERT INTO run_checkpoint (run_id, step, artifact, at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (run_id, step) DO UPDATE SET artifact = EXCLUDED.artifact",
                run,
                checkpoint.step(),
                checkpoint.artifact().value(),
                at);
    }

    /** The newest that is still in the store. */
    Optional<RunCheckpoint> newest(UUID run) {
        return all(run).stream()
                .filter(checkpoint -> store.find(checkpoint.artifact()).isPresent())
                .findFirst();
    }

    /**
     * Deletes all but the newest {@code kept}. The artifact goes before its row: a crash in between
     * leaves a row that {@link #newest} passes over, never a forgotten artifact.
     */
    void prune(UUID run, int kept) {
        sampling.whenThere(() -> deleteOld(run, kept));
    }

    private void deleteOld(UUID run, int kept) {
        for (RunCheckpoint old : all(run).stream().skip(kept).toList()) {
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
            store.delete(checkpoint);
        } catch (AthanorException e) {
            LOG.warnf(e, "an old checkpoint stays: %s", checkpoint);
        }
    }

    private List<RunCheckpoint> all(UUID run) {
        return database.list(
                "SELECT step, artifact FROM run_checkpoint WHERE run_id = ? ORDER BY step DESC",
                row ->
                        new RunCheckpoint(
                                row.getLong("step"), new ArtifactId(row.getString("artifact"))),
                run);
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
