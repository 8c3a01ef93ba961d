package org.athanor.reward.scoring;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.reward.RewardEngine;
import org.athanor.reward.TinyModels;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.TopicRecords;
import org.athanor.transformer.engine.MachineTurn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ScoringIT {

    private static final String REQUESTS = "reward.score-requested.v1";
    private static final String REPLIES = "reward.scored.v1";

    @Inject ArtifactStore store;
    @Inject RewardEngine engine;
    @Inject ObjectMapper mapper;

    private ArtifactId rewardModel;

    @BeforeEach
    void publish() throws Exception {
        ArtifactId model = TinyModels.publish(store, engine.get(), 11);
        rewardModel = TinyRewardModels.publish(store, engine.get(), model, 2, 0.5);
    }

    @Test
    void shouldAnswerARolloutWithTheScoresThatRestGives() throws Exception {
        // Given
        List<List<Integer>> sequences = List.of(List.of(1, 70, 2, 80, 4), List.of(1, 71, 2, 4));
        UUID rollout = UUID.randomUUID();

        // When
        send(rollout, request(rollout, rewardModel.value(), sequences));
        JsonNode reply = reply(rollout);

        // Then
        assertEquals(rewardModel.value(), reply.get("rewardModel").asText());
        assertTrue(reply.path("failure").isNull() || reply.path("failure").isMissingNode());
        float[] overKafka = mapper.convertValue(reply.get("scores"), float[].class);
        float[] byRest =
                given().contentType(ContentType.JSON)
                        .body(Map.of("rewardModel", rewardModel.value(), "sequences", sequences))
                        .post("/v1/scores")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getObject("scores", float[].class);
        assertArrayEquals(byRest, overKafka);
    }

    @Test
    void shouldScoreForTheOneWhoTrainsOnThisMachine() throws Exception {
        // Given: a policy run has the machine's turn and waits for scores
        UUID rollout = UUID.randomUUID();
        try (MachineTurn.Held turn =
                MachineTurn.of(engine.get()).take("policy run", () -> {}, words -> {})) {
            // When
            send(rollout, request(rollout, rewardModel.value(), List.of(List.of(1, 70, 4))));

            // Then
            assertEquals(1, reply(rollout).get("scores").size());
        }
    }

    @Test
    void shouldAnswerWithTheReasonWhenItCannotScore() throws Exception {
        // Given
        UUID unknown = UUID.randomUUID();
        UUID outside = UUID.randomUUID();

        // When
        send(unknown, request(unknown, "34".repeat(32), List.of(List.of(1, 4))));
        send(outside, request(outside, rewardModel.value(), List.of(List.of(1, 99_999))));

        // Then
        assertTrue(reply(unknown).get("failure").asText().contains("34".repeat(32)));
        assertTrue(reply(outside).get("failure").asText().contains("99999"));
    }

    @Test
    void shouldSendAPoisonRecordToTheDeadLettersAndGoOn() throws Exception {
        // Given
        UUID poison = UUID.randomUUID();
        UUID good = UUID.randomUUID();

        // When
        send(poison, "no JSON");
        send(good, request(good, rewardModel.value(), List.of(List.of(1, 70, 4))));

        // Then
        assertEquals(1, reply(good).get("scores").size());
        try (TopicRecords dead = TopicRecords.of(REQUESTS + ".reward-scoring.dlq")) {
            dead.await(record -> poison.toString().equals(record.key()));
        }
    }

    @Test
    void shouldScoreOneRequestOnce() throws Exception {
        // Given
        UUID rollout = UUID.randomUUID();
        String request = request(rollout, rewardModel.value(), List.of(List.of(1, 70, 4)));
        UUID later = UUID.randomUUID();

        // When
        send(rollout, request);
        send(rollout, request);
        reply(rollout);
        send(rollout, request(later, rewardModel.value(), List.of(List.of(1, 4)))); // wrong key
        send(later, request(later, rewardModel.value(), List.of(List.of(1, 4))));

        // Then
        reply(later);
        try (TopicRecords replies = TopicRecords.of(REPLIES)) {
            replies.await(record -> later.toString().equals(record.key()));
            assertEquals(1, replies.withKey(rollout.toString()).size());
        }
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() {
        refused(Map.of("rewardModel", rewardModel.value()), 400, "either items or sequences");
        refused(Map.of("items", List.of()), 400, "rewardModel");
        refused(
                Map.of("rewardModel", rewardModel.value(), "items", List.of(Map.of("prompt", "a"))),
                400,
                "items[0]: completion is missing");
        refused(
                Map.of(
                        "rewardModel",
                        rewardModel.value(),
                        "items",
                        List.of(Map.of("prompt", "a", "completion", "b".repeat(100)))),
                422,
                "too long");
        refused(
                Map.of("rewardModel", "56".repeat(32), "sequences", List.of(List.of(1))),
                404,
                "56".repeat(32));
    }

    @Test
    void shouldScoreALongPromptByItsEnd() {
        given().contentType(ContentType.JSON)
                .body(
                        Map.of(
                                "rewardModel",
                                rewardModel.value(),
                                "items",
                                List.of(Map.of("prompt", "a".repeat(500), "completion", "b"))))
                .post("/v1/scores")
                .then()
                .statusCode(200);
    }

    private static void refused(Map<String, Object> body, int status, String reason) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/scores")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(reason));
    }

    private JsonNode reply(UUID rollout) throws Exception {
        try (TopicRecords replies = TopicRecords.of(REPLIES)) {
            byte[] value = replies.await(record -> rollout.toString().equals(record.key())).value();
            return mapper.readTree(value).get("data");
        }
    }

    private String request(UUID rollout, String model, List<List<Integer>> sequences)
            throws Exception {
        return mapper.writeValueAsString(
                Map.of(
                        "specversion",
                        "1.0",
                        "id",
                        rollout.toString(),
                        "source",
                        "/athanor/rlhf",
                        "type",
                        "org.athanor.reward.score-requested.v1",
                        "subject",
                        rollout.toString(),
                        "time",
                        "2026-01-01T00:00:00Z",
                        "datacontenttype",
                        "application/json",
                        "data",
                        Map.of(
                                "rolloutId",
                                rollout,
                                "rewardModel",
                                model,
                                "sequences",
                                sequences)));
    }

    private static void send(UUID key, String value) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", org.athanor.testkit.Backend.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    REQUESTS,
                                    key.toString(),
                                    value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }
}
