package org.athanor.kit.database;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the schema stands and the database answers. */
@Readiness
@ApplicationScoped
class DatabaseReadyCheck implements HealthCheck {

    private static final int ANSWER_WITHIN_SECONDS = 2;

    private final AgroalDataSource dataSource;
    private final DatabaseReady ready;
    private final SchemaMigration migration;

    DatabaseReadyCheck(
            AgroalDataSource dataSource, DatabaseReady ready, SchemaMigration migration) {
        this.dataSource = dataSource;
        this.ready = ready;
        this.migration = migration;
    }

    @Override
    public HealthCheckResponse call() {
        if (!ready.isGiven()) {
            return down(migration.obstacle());
        }
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(ANSWER_WITHIN_SECONDS)
                    ? HealthCheckResponse.up("database")
                    : down("the database does not answer");
        } catch (SQLException e) {
            return down("the database is away");
        }
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named("database").down().withData("reason", reason).build();
    }
}
