package org.athanor.tokenizer.dataset;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.database.Database;

/** The table of pieces that wait to be tokenized, or are. */
@ApplicationScoped
class SplitRequests {

    private final Database database;

    SplitRequests(Database database) {
        this.database = database;
    }

    /** What became of a piece: tokens, or the reason why there are none. */
    sealed interface Answer {

        record Tokens(ArtifactId artifact) implements Answer {}

        record Failure(String reason) implements Answer {}
    }

    /**
     * Notes that {@code request} is being asked; an earlier failure is forgotten.
     *
     * @return false when its tokens are there already
     */
    boolean open(SplitRequested request) {
        return database.update(
                        """
                        insert into split_request (split_id, run_id, requested_at)
                        values (?, ?, now())
                        on conflict (split_id) do update set failure = null, requested_at = now()
                        where split_request.artifact is null
                        """,
                        request.splitId(),
                        request.runId())
                > 0;
    }

    /** Whether somebody still waits for the piece. */
    boolean isWanted(UUID splitId) {
        return database.first(
                        "select 1 from split_request where split_id = ? and artifact is null",
                        row -> row.getInt(1),
                        splitId)
                .isPresent();
    }

    void answer(UUID splitId, Answer answer) {
        switch (answer) {
            case Answer.Tokens(ArtifactId artifact) ->
                    database.update(
                            "update split_request set artifact = ?, failure = null where split_id = ?",
                            artifact.value(),
                            splitId);
            case Answer.Failure(String reason) ->
                    database.update(
                            "update split_request set failure = ? where split_id = ? and artifact is null",
                            reason,
                            splitId);
        }
    }

    Optional<Answer> answer(UUID splitId) {
        return database.first(
                """
                select artifact, failure from split_request
                where split_id = ? and (artifact is not null or failure is not null)
                """,
                row ->
                        row.getString("artifact") == null
                                ? new Answer.Failure(row.getString("failure"))
                                : new Answer.Tokens(new ArtifactId(row.getString("artifact"))),
                splitId);
    }

    /** The piece's artifact has gone: it is as if nobody had tokenized it. */
    void reopen(UUID splitId) {
        database.update("update split_request set artifact = null where split_id = ?", splitId);
    }

    /** The pieces that {@link #forget} lets go and that no other run waits for. */
    List<ArtifactId> disposable(UUID runId) {
        return database.list(
                """
                select artifact from split_request where artifact is not null
                group by artifact
                having bool_and(run_id = ? or requested_at < now() - interval '7 days')
                """,
                row -> new ArtifactId(row.getString("artifact")),
                runId);
    }

    /** Drops a run's pieces, and what runs that never ended left behind. */
    void forget(UUID runId) {
        database.update(
                "delete from split_request where run_id = ? or requested_at < now() - interval '7 days'",
                runId);
    }
}
