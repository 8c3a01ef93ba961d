package org.athanor.tokenizer.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.database.Database;

/** The table of pieces that wait to be tokenized, or are. */
@ApplicationScoped
class SplitRequests {

    private final Database database;
    private final ObjectMapper json;
    private final DatasetConfig config;

    SplitRequests(Database database, ObjectMapper json, DatasetConfig config) {
        this.database = database;
        this.json = json;
        this.config = config;
    }

    /** What became of a piece: tokens, or the reason why there are none. */
    sealed interface Answer {

        /**
         * @param key what the tokens follow from
         * @param reused whether an earlier dataset has them
         */
        record Tokens(PieceTokens piece, String key, boolean reused) implements Answer {}

        record Failure(String reason) implements Answer {}
    }

    /**
     * Notes that pieces are being asked for; an earlier failure is forgotten.
     *
     * @return those whose tokens are not there yet
     */
    List<SplitRequested> open(List<SplitRequested> requests) {
        int[] opened =
                database.updateAll(
                        """
                        insert into split_request (split_id, run_id, place, bytes, request, requested_at)
                        values (?, ?, ?, ?, ?, now())
                        on conflict (split_id) do update
                        set failure = null, requested_at = now(), place = excluded.place,
                        bytes = excluded.bytes, request = excluded.request
                        where split_request.artifact is null
                        """,
                        requests.stream().map(this::row));
        return IntStream.range(0, opened.length)
                .filter(i -> opened[i] != 0)
                .mapToObj(requests::get)
                .toList();
    }

    private Object[] row(SplitRequested request) {
        return new Object[] {
            request.splitId(), request.runId(), request.offset(), request.length(), write(request)
        };
    }

    /**
     * Takes the piece that has waited longest and that nobody works on, or whose replica fell silent.
     * Pieces of runs that have ended are nobody's any more.
     */
    Optional<SplitRequested> claim() {
        return database.first(
                """
                update split_request
                set claimed_until = now() + make_interval(secs => ? + bytes / 1e6)
                where split_id = (
                    select split_id from split_request
                    where artifact is null and failure is null
                    and (claimed_until is null or claimed_until < now())
                    and exists (select 1 from run where run.id = run_id and state in ('queued', 'running'))
                    order by requested_at, place
                    limit 1
                    for update of split_request skip locked)
                returning request
                """,
                row -> read(row.getString("request"), SplitRequested.class),
                seconds(config.claim()));
    }

    /**
     * Gives a piece back whose replica fell silent.
     *
     * @return whether it was one
     */
    boolean releaseLapsed(UUID splitId) {
        return database.update(
                        """
                        update split_request set claimed_until = null
                        where split_id = ? and artifact is null and failure is null
                        and claimed_until < now()
                        """,
                        splitId)
                > 0;
    }

    /**
     * The first answer counts: whoever else worked on the piece made the same.
     *
     * @return whether it was the first
     */
    boolean answer(UUID splitId, Answer answer) {
        return switch (answer) {
            case Answer.Tokens(PieceTokens piece, String key, boolean reused) ->
                    database.update(
                                    """
                            update split_request
                            set artifact = ?, tokens = ?, piece_key = ?, reused = ?, failure = null
                            where split_id = ? and artifact is null
                            """,
                                    piece.artifact().value(),
                                    write(piece),
                                    key,
                                    reused,
                                    splitId)
                            > 0;
            case Answer.Failure(String reason) ->
                    database.update(
                                    "update split_request set failure = ? where split_id = ? and artifact is null",
                                    reason,
                                    splitId)
                            > 0;
        };
    }

    Optional<Answer> answer(UUID splitId) {
        return database.first(
                """
                select tokens, piece_key, reused, failure from split_request
                where split_id = ? and (artifact is not null or failure is not null)
                """,
                row ->
                        row.getString("tokens") == null
                                ? new Answer.Failure(row.getString("failure"))
                                : new Answer.Tokens(
                                        read(row.getString("tokens"), PieceTokens.class),
                                        row.getString("piece_key"),
                                        row.getBoolean("reused")),
                splitId);
    }

    /** Whether some run counts on a piece's own artifact. */
    boolean isUsed(ArtifactId artifact) {
        return database.first(
                        "select 1 from split_request where artifact = ?",
                        row -> row.getInt(1),
                        artifact.value())
                .isPresent();
    }

    /** The piece's artifact has gone: it is as if nobody had tokenized it. */
    void reopen(UUID splitId) {
        database.update(
                """
                update split_request
                set artifact = null, tokens = null, reused = false, claimed_until = null
                where split_id = ?
                """,
                splitId);
    }

    /** The pieces' own artifacts that {@link #forget} lets go and that no other run waits for. */
    List<ArtifactId> disposable(UUID runId) {
        return database.list(
                """
                select artifact from split_request where artifact is not null and not reused
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

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values is always JSON", e);
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the table split_request holds " + text, e);
        }
    }
}
