package org.athanor.tokenizer.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.database.Database;

/**
 * Remembers which dataset holds the tokens of which piece, so that a corpus that has grown is
 * tokenized where it has. Nothing but a row a piece is kept: the tokens are the earlier dataset's.
 */
@ApplicationScoped
class PieceMemory {

    private final Database database;
    private final ObjectMapper json;
    private final DatasetConfig config;

    PieceMemory(Database database, ObjectMapper json, DatasetConfig config) {
        this.database = database;
        this.json = json;
        this.config = config;
    }

    /** A piece, its tokens in a dataset. */
    record Remembered(String key, PieceTokens tokens) {}

    Optional<PieceTokens> find(String key) {
        return database.first(
                "select tokens from dataset_piece where piece_key = ?",
                row -> read(row.getString("tokens")),
                key);
    }

    /** Puts the newest dataset in place of an earlier one, and drops what was not met for long. */
    void remember(List<Remembered> pieces) {
        database.updateAll(
                """
                insert into dataset_piece (piece_key, dataset, tokens, used_at)
                values (?, ?, ?, now())
                on conflict (piece_key) do update
                set dataset = excluded.dataset, tokens = excluded.tokens, used_at = now()
                """,
                pieces.stream().map(this::row));
        database.update(
                "delete from dataset_piece where used_at < now() - make_interval(secs => ?)",
                (double) config.remember().toSeconds());
    }

    private Object[] row(Remembered piece) {
        return new Object[] {piece.key(), piece.tokens().artifact().value(), write(piece.tokens())};
    }

    /** The dataset is gone or damaged: its pieces are tokenized anew. */
    void forget(ArtifactId dataset) {
        database.update("delete from dataset_piece where dataset = ?", dataset.value());
    }

    private String write(PieceTokens tokens) {
        try {
            return json.writeValueAsString(tokens);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers is always JSON", e);
        }
    }

    private PieceTokens read(String text) {
        try {
            return json.readValue(text, PieceTokens.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the table dataset_piece holds " + text, e);
        }
    }
}
