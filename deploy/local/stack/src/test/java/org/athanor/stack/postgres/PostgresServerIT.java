package org.athanor.stack.postgres;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.athanor.stack.TestJvm;
import org.athanor.stack.net.LoopbackPort;
import org.athanor.stack.net.PortHolder;
import org.athanor.stack.postgres.PostgresSettings.Durability;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class PostgresServerIT {

    @TempDir static Path distributions;
    @TempDir Path directory;

    private PostgresSettings settings;

    @BeforeEach
    void choosePort() throws Exception {
        settings =
                new PostgresSettings(
                        directory.resolve("postgres"),
                        distributions,
                        directory.resolve("postgres.log"),
                        LoopbackPort.free(),
                        Durability.KEPT);
    }

    @Test
    void shouldKeepCommittedRowsWhenTheServerIsKilled() throws Exception {
        // Given
        PostgresServer first = PostgresServer.start(settings);
        execute(first, "CREATE TABLE kept (value int)");
        execute(first, "INSERT INTO kept VALUES (42)");

        // When
        first.kill();

        // Then
        try (PostgresServer second = PostgresServer.start(settings)) {
            assertEquals("42", query(second, "SELECT value FROM kept"));
            assertEquals("on", query(second, "SHOW fsync"));
            assertEquals("on", query(second, "SHOW data_checksums"));
        }
    }

    @Test
    void shouldAskForAPasswordAndKeepItPrivate() throws Exception {
        try (PostgresServer server = PostgresServer.start(settings)) {
            assertThrows(
                    SQLException.class,
                    () ->
                            DriverManager.getConnection(server.jdbcUrl(), server.user(), "guess")
                                    .close());
            assertEquals("off", query(server, "SHOW is_superuser"));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(settings.passwords())));
            assertFalse(
                    ProcessHandle.of(server.pid())
                            .orElseThrow()
                            .info()
                            .commandLine()
                            .orElse("")
                            .contains(server.password()));
        }
    }

    @Test
    void shouldEndWithAKilledLauncherAndStartAgain() throws Exception {
        // Given
        Process launcher =
                TestJvm.start(
                        directory.resolve("launcher.log"),
                        Launcher.class,
                        settings.directory().toString(),
                        distributions.toString(),
                        Integer.toString(settings.port()));
        await().atMost(Duration.ofSeconds(30)).until(() -> LoopbackPort.accepts(settings.port()));
        long postgres = PortHolder.of(settings.port()).orElseThrow().pid();

        // When
        launcher.destroyForcibly().waitFor();

        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> LoopbackPort.isFree(settings.port()));
        try (PostgresServer server = PostgresServer.start(settings)) {
            assertTrue(server.isAlive() && server.pid() != postgres);
        }
    }

    @Test
    void shouldStartOverALockFileOfAProcessThatIsGone() throws Exception {
        // Given
        PostgresServer.start(settings).kill();
        Path lock = settings.data().resolve("postmaster.pid");
        String own = Long.toString(ProcessHandle.current().pid());
        Files.writeString(
                lock, own + Files.readString(lock).substring(Files.readString(lock).indexOf('\n')));

        // When
        PostgresServer server = PostgresServer.start(settings);

        // Then
        assertTrue(server.isAlive());
        server.close();
        assertFalse(server.isAlive());
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    /** Starts a server and stays until it is killed. */
    public static final class Launcher {
        public static void main(String[] arguments) throws Exception {
            PostgresServer.start(
                    new PostgresSettings(
                            Path.of(arguments[0]),
                            Path.of(arguments[1]),
                            Path.of(arguments[0] + ".log"),
                            Integer.parseInt(arguments[2]),
                            Durability.KEPT));
            Thread.sleep(Duration.ofMinutes(1));
        }
    }
}
