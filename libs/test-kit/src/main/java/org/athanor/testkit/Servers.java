package org.athanor.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.athanor.stack.kafka.Broker;
import org.athanor.stack.kafka.BrokerSettings;
import org.athanor.stack.net.LoopbackPort;
import org.athanor.stack.postgres.PostgresServer;
import org.athanor.stack.postgres.PostgresSettings;
import org.athanor.stack.postgres.PostgresSettings.Durability;

/**
 * The two servers of a test JVM. Public for {@link Backend} alone, which calls it through the system class loader;
 * ports stay the same over an outage.
 */
public final class Servers {

    static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    static final String USERNAME = "quarkus.datasource.username";
    static final String PASSWORD = "quarkus.datasource.password";
    static final String ARTIFACTS = "athanor.artifacts.directory";
    static final String DATA = "athanor.data.directory";

    private static Servers instance;

    private final Path directory;
    private final BrokerSettings brokerSettings;
    private final PostgresSettings postgresSettings;
    private Broker broker;
    private PostgresServer postgres;

    private Servers(Path directory) throws IOException {
        this.directory = directory;
        this.brokerSettings =
                new BrokerSettings(
                        directory.resolve("kafka"), LoopbackPort.free(), LoopbackPort.free());
        this.postgresSettings =
                new PostgresSettings(
                        directory.resolve("postgres"),
                        distributions(),
                        directory.resolve("postgres.log"),
                        LoopbackPort.free(),
                        Durability.THROWAWAY);
    }

    public static synchronized Map<String, String> configuration() throws IOException {
        return instance().asConfiguration();
    }

    public static synchronized void stopBroker() throws IOException {
        instance().broker.close();
    }

    public static synchronized void startBroker() throws IOException {
        Servers servers = instance();
        servers.broker = Broker.start(servers.brokerSettings);
    }

    public static synchronized void stopDatabase() throws IOException {
        instance().postgres.close();
    }

    public static synchronized void startDatabase() throws IOException, InterruptedException {
        Servers servers = instance();
        servers.postgres = PostgresServer.start(servers.postgresSettings);
    }

    private static Servers instance() throws IOException {
        if (instance == null) {
            Servers servers = new Servers(Files.createTempDirectory("athanor-test-"));
            servers.startBoth();
            Runtime.getRuntime().addShutdownHook(new Thread(servers::tearDown, "backend-stop"));
            instance = servers;
        }
        return instance;
    }

    private void startBoth() throws IOException {
        CompletableFuture<PostgresServer> starting =
                CompletableFuture.supplyAsync(this::startPostgres);
        broker = Broker.start(brokerSettings);
        postgres = starting.join();
    }

    private PostgresServer startPostgres() {
        try {
            return PostgresServer.start(postgresSettings);
        } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private Map<String, String> asConfiguration() {
        return Map.of(
                BOOTSTRAP_SERVERS, brokerSettings.bootstrapServers(),
                JDBC_URL, postgres.jdbcUrl(),
                USERNAME, postgres.user(),
                PASSWORD, postgres.password(),
                ARTIFACTS, directory.resolve("artifacts").toString(),
                DATA, directory.resolve("data").toString());
    }

    private void tearDown() {
        postgres.close();
        broker.close();
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("left behind: " + directory + " (" + e.getMessage() + ")");
        }
    }

    /** Unpacking takes longer than a start: every test JVM of this user shares one copy. */
    private static Path distributions() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return base.resolve("athanor");
    }
}
