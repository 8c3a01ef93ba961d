package org.athanor.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

public class BackendIT {

    @Test
    void shouldKeepRecordsOverAnOutageOfTheBroker() throws Exception {
        // Given
        String topic = "kept-" + UUID.randomUUID();
        createTopic(topic);
        send(topic, "before");

        // When
        try (Outage outage = Outage.ofBroker()) {
            assertTrue(Backend.bootstrapServers().startsWith("127.0.0.1:"));
        }
        send(topic, "after");

        // Then
        try (TopicRecords records = TopicRecords.of(topic)) {
            records.await(record -> record.key().equals("after"));
            assertEquals(
                    List.of("before", "after"),
                    records.all().stream().map(record -> record.key()).toList());
        }
    }

    @Test
    void shouldRefuseConnectionsDuringAnOutageOfTheDatabaseAndKeepItsRows() throws Exception {
        // Given
        execute("CREATE TABLE kept (value int)");
        execute("INSERT INTO kept VALUES (7)");

        // When
        try (Outage outage = Outage.ofDatabase()) {
            assertThrows(SQLException.class, BackendIT::connect);
        }

        // Then
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT value FROM kept")) {
            assertTrue(rows.next());
            assertEquals(7, rows.getInt(1));
        }
    }

    @Test
    void shouldRunAndKillAProgramInItsOwnJvm() throws Exception {
        try (ChildJvm child =
                ChildJvm.of(Sleeper.class, Map.of("GREETING", "hello"), "-Xmx32m", "world")) {
            // Given
            child.awaitLog("hello world");

            // When
            child.kill();

            // Then
            assertTrue(!child.isAlive() && child.log().contains("hello world"));
        }
    }

    private static void createTopic(String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", Backend.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static void send(String topic, String key) throws Exception {
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", Backend.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        configuration, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, "value")).get();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(Backend.jdbcUrl(), Backend.user(), Backend.password());
    }

    /** Says one line and stays. */
    public static final class Sleeper {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(System.getenv("GREETING") + " " + arguments[0]);
            Thread.sleep(60_000);
        }
    }
}
