package org.athanor.tokenizer;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.testkit.Backend;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Test;

/** What is allowed here is in {@code application.properties}, for tests alone. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RemoteSourcesIT {

    private static final String TOPIC = "corpus-source";

    @Inject ArtifactStore artifacts;

    @Test
    void shouldReadTheRowsOfAQuery() throws Exception {
        // Given
        Map<String, Object> source =
                jdbc("select n as id, 'row ' || n as text from generate_series(1, 3) n order by n");

        // When
        JsonPath run = Runs.run("corpus", corpus(source));

        // Then
        assertEquals("succeeded", run.getString("state"), run::prettify);
        String lines = documents(run.getString("artifact"));
        assertTrue(
                lines.matches(
                        """
                        \\{"id":0,"source":"jdbc:shop#[0-9a-f]{12}","offset":0,"text":"row 1"}
                        (?s:.*)"offset":2,"text":"row 3"}
                        """),
                lines);
    }

    @Test
    void shouldStreamAResultThatIsLargerThanAFetch() {
        // Given: 400 MB, of which a little is asked for, and then a pair
        Map<String, Object> wide =
                corpus(jdbc("select repeat('x', 4000) as text from generate_series(1, 100000)"));
        wide.put("limit", 2_000);

        // When
        JsonPath run = Runs.run("corpus", wide);
        JsonPath pairs =
                Runs.run("corpus", corpus(jdbc("select 'p' as prompt, 'c' as completion")));

        // Then
        assertEquals(2_000, run.getInt("figures.documents"), run::prettify);
        assertEquals("completion", pairs.getString("figures.form"), pairs::prettify);
    }

    @Test
    void shouldOnlyReadAndOnlyWhereTheOperatorSays() throws Exception {
        // Given
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists public.shop (text varchar)");
        }

        // When
        String writes =
                Runs.failure(
                        "corpus",
                        corpus(jdbc("insert into public.shop values ('x') returning text")));
        String wrong = Runs.failure("corpus", corpus(jdbc("select nothing from nowhere")));
        String noRows = Runs.failure("corpus", corpus(jdbc("commit")));

        String endless =
                Runs.failure(
                        "corpus",
                        corpus(
                                Map.of(
                                        "jdbc",
                                        Map.of(
                                                "datasource",
                                                "slow",
                                                "query",
                                                "select pg_sleep(600)"))));
        String wide = Runs.failure("corpus", corpus(jdbc("select repeat('x', 70000000) as text")));

        // Then
        assertTrue(writes.contains("read-only transaction"), writes);
        assertTrue(wrong.startsWith("the query to shop fails: ERROR: relation"), wrong);
        assertTrue(noRows.startsWith("the query to shop fails"), noRows);
        assertEquals(
                "the query to slow fails: it takes too long: ask for less, or raise"
                        + " athanor.corpus.jdbc.<name>.timeout",
                endless);
        assertEquals(
                "the query to shop fails: a row is longer than 4 documents: raise"
                        + " athanor.corpus.max-document-bytes",
                wide);
        assertEquals(0, rowsOfShop());
        refused(jdbc("select 1 as text; commit; delete from public.shop"), "a semicolon");
        refused(
                Map.of("jdbc", Map.of("datasource", "jdbc:postgresql://x", "query", "select 1")),
                "there is no data source 'jdbc:postgresql://x', only [shop, slow]");
    }

    @Test
    void shouldReplayATopicIntoTheSameCorpus() throws Exception {
        // Given
        createTopic();
        send(0, "one", "two");
        send(1, "three", null);
        JsonPath first = Runs.run("corpus", corpus(topic(Map.of())));
        String id = first.getString("artifact");
        send(0, "later");

        // When
        Artifact corpus = artifacts.open(new ArtifactId(id), ArtifactKind.CORPUS);
        Map<?, ?> recorded =
                (Map<?, ?>) ((List<?>) corpus.manifest().configuration().get("topics")).getFirst();
        String replayed = Runs.artifact("corpus", corpus(Map.of("kafka", recorded)));
        String all = Runs.artifact("corpus", corpus(topic(Map.of())));
        String tail =
                Runs.artifact(
                        "corpus",
                        corpus(topic(Map.of("from", Map.of("0", 1), "to", Map.of("0", 3)))));

        // Then
        assertEquals(1, first.getInt("figures.blank"), first::prettify);
        assertEquals(
                Map.of(
                        "topic",
                        TOPIC,
                        "from",
                        Map.of("0", 0, "1", 0),
                        "to",
                        Map.of("0", 2, "1", 2)),
                recorded);
        assertEquals(
                """
                {"id":0,"source":"kafka://corpus-source/0","offset":0,"text":"one"}
                {"id":1,"source":"kafka://corpus-source/0","offset":1,"text":"two"}
                {"id":2,"source":"kafka://corpus-source/1","offset":0,"text":"three"}
                """,
                documents(id));
        assertEquals(id, replayed);
        assertTrue(documents(all).contains("\"later\""), documents(all));
        assertEquals(
                """
                {"id":0,"source":"kafka://corpus-source/0","offset":1,"text":"two"}
                {"id":1,"source":"kafka://corpus-source/0","offset":2,"text":"later"}
                """,
                documents(tail));
        String beyond = Runs.failure("corpus", corpus(topic(Map.of("to", Map.of("0", 99)))));
        assertEquals("partition 0 of the topic corpus-source ends at offset 3, before 99", beyond);
    }

    @Test
    void shouldRefuseEveryPlaceThatIsNotAllowed() {
        refused(Map.of("kafka", Map.of("topic", "runs.event.v1")), "athanor.corpus.kafka.topics");
        refused(Map.of("s3", "s3://bucket/key"), "athanor.corpus.s3.allowed");
        refused(Map.of("maven", "org.example:lib:1.0"), "athanor.corpus.maven.groups");
        refused(Map.of("maven", "x", "s3", "s3://y"), "exactly one");
        refused(Map.of("kafka", Map.of("topic", TOPIC, "to", Map.of("x", 1))), "");
    }

    private static void refused(Map<String, Object> source, String why) {
        request(corpus(source)).statusCode(400).body("detail", containsString(why));
    }

    private static ValidatableResponse request(Map<String, Object> parameters) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("kind", "corpus", "parameters", parameters))
                .post("/v1/runs")
                .then();
    }

    private String documents(String corpus) throws Exception {
        return Files.readString(
                artifacts
                        .open(new ArtifactId(corpus), ArtifactKind.CORPUS)
                        .file("documents.jsonl"));
    }

    private static Map<String, Object> corpus(Map<String, Object> source) {
        return new HashMap<>(Map.of("name", "remote", "sources", List.of(source)));
    }

    private static Map<String, Object> jdbc(String query) {
        return Map.of("jdbc", Map.of("datasource", "shop", "query", query));
    }

    private static Map<String, Object> topic(Map<String, Object> range) {
        Map<String, Object> topic = new HashMap<>(range);
        topic.put("topic", TOPIC);
        return Map.of("kafka", topic);
    }

    private static void createTopic() throws Exception {
        try (Admin admin = Admin.create(broker())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static void send(int partition, String... values) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        broker(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String value : values) {
                byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(TOPIC, partition, null, bytes))
                        .get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static Map<String, Object> broker() {
        return Map.of("bootstrap.servers", Backend.bootstrapServers());
    }

    private static long rowsOfShop() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from public.shop")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Connection connect() throws Exception {
        return DriverManager.getConnection(Backend.jdbcUrl(), Backend.user(), Backend.password());
    }
}
