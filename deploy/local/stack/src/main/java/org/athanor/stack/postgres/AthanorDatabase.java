package org.athanor.stack.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Waits for the server, then makes the role and the database {@code athanor} when they are missing. */
record AthanorDatabase(PostgresSettings settings, Passwords passwords) {

    static final String NAME = "athanor";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MS = 20;

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    void awaitAndCreate(Process server) throws IOException, InterruptedException {
        try (Connection connection = awaitConnection(server)) {
            createRole(connection);
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?")) {
                execute(connection, "CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
        } catch (SQLException e) {
            throw new IOException("cannot prepare the database " + NAME + ": " + e.getMessage(), e);
        }
    }

    private void createRole(Connection connection) throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?")) {
            // A role's password takes no parameter; this one is hexadecimal digits.
            execute(
                    connection,
                    "CREATE ROLE " + NAME + " LOGIN PASSWORD '" + passwords.application() + "'");
        }
    }

    private Connection awaitConnection(Process server) throws IOException, InterruptedException {
        String url = jdbcUrl(settings.port(), "postgres") + "?connectTimeout=2";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        SQLException last = null;
        while (server.isAlive() && System.nanoTime() < deadline) {
            try {
                return DriverManager.getConnection(url, Cluster.SUPERUSER, passwords.superuser());
            } catch (SQLException e) {
                last = e;
                Thread.sleep(POLL_MS);
            }
        }
        throw new IOException("PostgreSQL did not start, its log is " + settings.log(), last);
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, NAME);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
