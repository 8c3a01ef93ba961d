package org.athanor.inference.catalogue;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.database.Database;

/**
 * The tables of names and promotions. Plain SQL, because a change locks its name's row and everything
 * else is a read of one table.
 */
@Singleton
class Catalogue {

    private static final String STATE =
            "name, stable, previous, canary, canary_share, stable_since";

    private final Database database;

    Catalogue(Database database) {
        this.database = database;
    }

    List<NamedModel> all() {
        return database.list(
                "select " + STATE + " from model_name order by name", Catalogue::state);
    }

    Optional<NamedModel> find(String name) {
        return database.first(
                "select " + STATE + " from model_name where name = ?", Catalogue::state, name);
    }

    /** Takes the lock of the name's changes until the transaction ends, also of a name to come. */
    Optional<NamedModel> lock(String name) {
        database.list("select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> name, name);
        return find(name);
    }

    void save(NamedModel model) {
        database.update(
                """
                insert into model_name (name, stable, previous, canary, canary_share, stable_since)
                values (?, ?, ?, ?, ?, ?)
                on conflict (name) do update set
                    stable = excluded.stable,
                    previous = excluded.previous,
                    canary = excluded.canary,
                    canary_share = excluded.canary_share,
                    stable_since = excluded.stable_since
                """,
                model.name(),
                model.stable().value(),
                text(model.previous()),
                text(model.canary()),
                model.canaryShare(),
                model.stableSince());
    }

    void record(Promotion promotion) {
        NamedModel state = promotion.state();
        database.update(
                """
                insert into promotion (id, name, action, model, share,
                    stable, previous, canary, canary_share, stable_since, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                promotion.id(),
                state.name(),
                promotion.action().label(),
                text(promotion.model()),
                promotion.share(),
                state.stable().value(),
                text(state.previous()),
                text(state.canary()),
                state.canaryShare(),
                state.stableSince(),
                promotion.at());
    }

    Optional<Promotion> promotion(UUID id) {
        return database.first("select * from promotion where id = ?", Catalogue::promotion, id);
    }

    /** Newest first. */
    List<Promotion> history(String name, int limit) {
        return database.list(
                "select * from promotion where name = ? order by seq desc limit ?",
                Catalogue::promotion,
                name,
                limit);
    }

    private static Promotion promotion(ResultSet row) throws SQLException {
        return new Promotion(
                row.getObject("id", UUID.class),
                PromotionAction.ofLabel(row.getString("action")),
                artifact(row, "model"),
                row.getObject("share", Double.class),
                state(row),
                instant(row, "at"));
    }

    private static NamedModel state(ResultSet row) throws SQLException {
        return new NamedModel(
                row.getString("name"),
                artifact(row, "stable"),
                artifact(row, "previous"),
                artifact(row, "canary"),
                row.getDouble("canary_share"),
                instant(row, "stable_since"));
    }

    private static ArtifactId artifact(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? null : new ArtifactId(value);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static String text(ArtifactId id) {
        return id == null ? null : id.value();
    }
}
