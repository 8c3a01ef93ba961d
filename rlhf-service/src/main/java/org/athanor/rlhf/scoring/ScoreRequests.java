package org.athanor.rlhf.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.athanor.contracts.reward.ScoreRequested;
import org.athanor.contracts.reward.Scored;
import org.athanor.kit.database.Database;

/** The table of rollouts that wait for scores, or have them. */
@ApplicationScoped
class ScoreRequests {

    private final Database database;

    ScoreRequests(Database database) {
        this.database = database;
    }

    /**
     * Notes that {@code request} is being asked; an earlier failure is forgotten.
     *
     * @return false when its scores are there already
     */
    boolean open(UUID runId, ScoreRequested request) {
        return database.update(
                        """
                        insert into score_request (rollout_id, run_id, reward_model, answers, requested_at)
                        values (?, ?, ?, ?, now())
                        on conflict (rollout_id) do update set failure = null, requested_at = now()
                        where score_request.scores is null
                        """,
                        request.rolloutId(),
                        runId,
                        request.rewardModel().value(),
                        request.sequences().size())
                > 0;
    }

    /** Stores a reply. One that nobody waits for, or that came before, changes nothing. */
    void answer(Scored scored) {
        if (scored.failure() != null) {
            fail(scored.rolloutId(), scored.failure());
            return;
        }
        int answered =
                database.update(
                        """
                        update score_request set scores = string_to_array(?, ',')::real[], failure = null
                        where rollout_id = ? and answers = ? and scores is null
                        """,
                        scored.scores().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(",")),
                        scored.rolloutId(),
                        scored.scores().size());
        if (answered == 0) {
            fail(
                    scored.rolloutId(),
                    "the reply has "
                            + scored.scores().size()
                            + " scores, another number than asked");
        }
    }

    private void fail(UUID rolloutId, String reason) {
        database.update(
                "update score_request set failure = ? where rollout_id = ? and scores is null",
                reason,
                rolloutId);
    }

    Optional<Reply> reply(UUID rolloutId) {
        return database.first(
                """
                        select scores, failure from score_request
                        where rollout_id = ? and (scores is not null or failure is not null)
                        """,
                ScoreRequests::read,
                rolloutId);
    }

    /** Drops a run's rollouts, and what runs that never ended left behind. */
    void forget(UUID runId) {
        database.update(
                "delete from score_request where run_id = ? or requested_at < now() - interval '7 days'",
                runId);
    }

    private static Reply read(ResultSet row) throws SQLException {
        String failure = row.getString("failure");
        if (failure != null) {
            return new Reply.Failure(failure);
        }
        Float[] boxed = (Float[]) row.getArray("scores").getArray();
        float[] scores = new float[boxed.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = boxed[i];
        }
        return new Reply.Scores(scores);
    }
}
