package org.athanor.rlhf.policy;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.contracts.reward.ScoreRequested;
import org.athanor.contracts.reward.Scored;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.database.Database;
import org.athanor.rlhf.Readiness;
import org.athanor.rlhf.ScoreResponder;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run from the request to the artifacts, its scores over the real Kafka. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PpoRunIT {

    @Inject ArtifactStore store;
    @Inject Engine engine;
    @Inject Database database;

    private TinyArtifacts tiny;

    @BeforeEach
    void publish() throws Exception {
        Readiness.awaitReady();
        tiny = TinyArtifacts.publish(store, engine);
    }

    @Test
    void shouldTrainAPolicyOnScoresThatCameOverKafka() throws Exception {
        // Given
        try (ScoreResponder responder = new ScoreResponder(PpoRunIT::lengthScores)) {
            // When
            JsonPath run = awaitEnd(request(parameters(Map.of())));

            // Then
            assertEquals("succeeded", run.getString("state"), run.prettify());
            assertTrue(responder.answered() >= 4, "requests: " + responder.answered());
            assertTrue(run.getDouble("figures.kl") > -0.5);
            assertEquals(16, run.getInt("figures.evaluationPrompts"));
            checkPolicy(new ArtifactId(run.getString("artifact")));
            checkSamples(run);
            assertTrue(
                    database.list("select 1 from score_request", row -> 1).isEmpty(),
                    "scores of ended runs are dropped");
        }
    }

    @Test
    void shouldPublishAPolicyThatLearntByAnAdapterMergedAndApart() throws Exception {
        // Given
        Map<String, Object> lora = Map.of("lora", Map.of("rank", 4));
        try (ScoreResponder responder = new ScoreResponder(PpoRunIT::lengthScores)) {
            // When
            JsonPath run = awaitEnd(request(parameters(lora)));

            // Then
            assertEquals("succeeded", run.getString("state"), run.prettify());
            assertTrue(responder.answered() > 0);
            ArtifactId id = new ArtifactId(run.getString("artifact"));
            checkPolicy(id);
            assertTrue(store.open(id).has("adapter/adapter_config.json"));
            assertTrue(store.open(id).has("adapter/adapter_model.safetensors"));
        }
    }

    private void checkPolicy(ArtifactId id) throws Exception {
        Artifact artifact = store.open(id, ArtifactKind.MODEL);
        assertEquals(
                List.of(tiny.policy(), tiny.rewardModel(), tiny.prompts()),
                artifact.manifest().parents());
        assertTrue(artifact.has("generation_config.json"));
        Tokenizer.load(artifact.directory());
        try (LanguageModel policy = LanguageModel.load(engine, artifact.directory());
                LanguageModel start =
                        LanguageModel.load(engine, store.open(tiny.policy()).directory())) {
            assertTrue(!policy.sha256().equals(start.sha256()), "nothing was learnt");
        }
    }

    private void checkSamples(JsonPath run) throws Exception {
        Manifest samples =
                store.list(ArtifactKind.ROLLOUTS).stream()
                        .filter(each -> run.getString("id").equals(each.run().toString()))
                        .findFirst()
                        .orElseThrow();
        Artifact artifact = store.open(samples.id());
        assertEquals(16, Files.readAllLines(artifact.file("samples.jsonl")).size());
    }

    @Test
    void shouldGiveTheSameArtifactForTheSameRequest() throws Exception {
        try (ScoreResponder responder = new ScoreResponder(PpoRunIT::lengthScores)) {
            JsonPath first = awaitEnd(request(parameters(Map.of("seed", 4))));
            JsonPath second = awaitEnd(request(parameters(Map.of("seed", 4))));
            assertEquals("succeeded", first.getString("state"), first.prettify());
            assertEquals(first.getString("artifact"), second.getString("artifact"));
            assertEquals(first.getMap("figures"), second.getMap("figures"));
            assertTrue(responder.answered() > 0);
        }
    }

    @Test
    void shouldFailWithTheReasonThatTheRewardServiceGives() throws Exception {
        try (ScoreResponder responder =
                new ScoreResponder(
                        request ->
                                new Scored(
                                        request.rolloutId(),
                                        request.rewardModel(),
                                        List.of(),
                                        "its head is missing"))) {
            JsonPath run = awaitEnd(request(parameters(Map.of("seed", 5))));
            assertEquals("failed", run.getString("state"));
            assertTrue(run.getString("reason").contains("its head is missing"), run.prettify());
            assertTrue(responder.answered() > 0);
        }
    }

    @Test
    void shouldRefuseAnArtifactOfAnotherKindBeforeQueueing() {
        given().contentType(ContentType.JSON)
                .body(body(parameters(Map.of("policy", tiny.prompts().value()))))
                .post("/v1/runs")
                .then()
                .statusCode(422)
                .body("detail", containsString("is a dataset, not a model"));
    }

    @Test
    void shouldRefuseAnUnknownArtifactByName() {
        String unknown = "e".repeat(64);
        given().contentType(ContentType.JSON)
                .body(body(parameters(Map.of("rewardModel", unknown))))
                .post("/v1/runs")
                .then()
                .statusCode(422)
                .body("detail", containsString("rewardModel: there is no artifact " + unknown));
    }

    @Test
    void shouldRefuseAnImpossibleParameterByName() {
        given().contentType(ContentType.JSON)
                .body(body(parameters(Map.of("temperature", 0))))
                .post("/v1/runs")
                .then()
                .statusCode(400)
                .body(containsString("temperature"));
    }

    /** A point for a sequence's every fourth token. */
    private static Scored lengthScores(ScoreRequested request) {
        List<Float> scores =
                request.sequences().stream().map(sequence -> sequence.length / 4f).toList();
        return new Scored(request.rolloutId(), request.rewardModel(), scores, null);
    }

    private Map<String, Object> parameters(Map<String, Object> changes) {
        Map<String, Object> all =
                new HashMap<>(
                        Map.of(
                                "policy", tiny.policy().value(),
                                "rewardModel", tiny.rewardModel().value(),
                                "prompts", tiny.prompts().value(),
                                "iterations", 3,
                                "rolloutBatch", 16,
                                "epochs", 2,
                                "maximumTokens", 6,
                                "learningRate", 1e-3,
                                "evaluationPrompts", 32));
        all.putAll(changes);
        return all;
    }

    private static Map<String, Object> body(Map<String, Object> parameters) {
        return Map.of("kind", "ppo", "parameters", parameters);
    }

    private static UUID request(Map<String, Object> parameters) {
        return UUID.fromString(
                given().contentType(ContentType.JSON)
                        .body(body(parameters))
                        .post("/v1/runs")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id"));
    }

    private static JsonPath awaitEnd(UUID run) {
        return await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> given().get("/v1/runs/" + run).jsonPath(),
                        json -> json.getString("finishedAt") != null);
    }
}
