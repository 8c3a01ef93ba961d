package org.athanor.reward.training;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.run.RunOutcome;
import org.athanor.reward.RewardEngine;
import org.athanor.reward.TinyModels;
import org.athanor.testkit.KafkaAndPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RewardModelIT {

    @Inject ArtifactStore store;
    @Inject RewardEngine engine;
    @Inject RewardModelHandler handler;

    private final String source = "it-" + UUID.randomUUID();

    @Test
    void shouldLearnWhatAnnotatorsPreferAndNormaliseItsScores() throws Exception {
        // Given
        ArtifactId model = TinyModels.publish(store, engine.get(), 1);
        judge(600);

        // When
        JsonPath run = finished(start(parameters(model, Map.of())));

        // Then
        assertEquals("succeeded", run.getString("state"), run.getString("reason"));
        assertTrue(
                run.getDouble("figures.accuracy") >= 0.85,
                "accuracy " + run.getDouble("figures.accuracy"));
        assertTrue(run.getDouble("figures.lengthBaselineAccuracy") < 0.7);
        assertTrue(run.getDouble("figures.brier") < 0.2);
        assertEquals(
                600,
                run.getInt("figures.pairs")
                        + run.getInt("figures.validationPairs")
                        + run.getInt("figures.unusable"));
        ArtifactId made = new ArtifactId(run.getString("artifact"));
        Manifest manifest = store.open(made, ArtifactKind.REWARD_MODEL).manifest();
        assertEquals(
                List.of(model, new ArtifactId(run.getString("figures.snapshot"))),
                manifest.parents());
        shouldScore(made);
    }

    private void shouldScore(ArtifactId made) {
        List<Float> scores =
                given().contentType(ContentType.JSON)
                        .body(
                                Map.of(
                                        "rewardModel",
                                        made.value(),
                                        "items",
                                        List.of(
                                                Map.of("prompt", "p 1", "completion", "xxxxxx"),
                                                Map.of("prompt", "p 1", "completion", "ababab"))))
                        .post("/v1/scores")
                        .then()
                        .statusCode(200)
                        .body("rewardModel", equalTo(made.value()))
                        .extract()
                        .path("scores");
        assertTrue(scores.get(0) > scores.get(1), scores.toString());
    }

    @Test
    void shouldGiveTheSameArtifactAfterItWasKilledAnywhere() throws Exception {
        // Given
        ArtifactId model = TinyModels.publish(store, engine.get(), 2);
        judge(120);
        RewardModelParameters parameters =
                AthanorParameters.read(
                        parameters(model, Map.of("checkpointEvery", 2, "normalisationSamples", 8)));

        // When
        InterruptedRun uninterrupted = new InterruptedRun(store, Integer.MAX_VALUE);
        RunOutcome whole = handler.execute(parameters, uninterrupted);
        InterruptedRun killed = new InterruptedRun(store, 5);
        assertThrows(InterruptedRun.Killed.class, () -> handler.execute(parameters, killed));
        judge(3); // more feedback arrives meanwhile; the run has frozen its own
        RunOutcome resumed = handler.execute(parameters, killed.again(Integer.MAX_VALUE));

        // Then
        assertNotNull(whole.artifact());
        assertEquals(whole.artifact(), resumed.artifact());
        assertEquals(whole.figures(), resumed.figures());
    }

    @Test
    void shouldLearnByAnAdapterAndGiveTheSameArtifactAfterItWasKilled() throws Exception {
        // Given
        ArtifactId model = TinyModels.publish(store, engine.get(), 5);
        judge(600);
        RewardModelParameters parameters =
                AthanorParameters.read(
                        parameters(model, Map.of("lora", Map.of("rank", 4), "learningRate", 1e-2)));

        // When
        RunOutcome whole =
                handler.execute(parameters, new InterruptedRun(store, Integer.MAX_VALUE));
        InterruptedRun killed = new InterruptedRun(store, 60);
        assertThrows(InterruptedRun.Killed.class, () -> handler.execute(parameters, killed));
        RunOutcome resumed = handler.execute(parameters, killed.again(Integer.MAX_VALUE));

        // Then: an ordinary reward model
        assertEquals(whole.artifact(), resumed.artifact());
        double accuracy = ((Number) whole.figures().get("accuracy")).doubleValue();
        assertTrue(accuracy >= 0.8, "accuracy " + accuracy);
        shouldScore(whole.artifact());
        Manifest manifest = store.open(whole.artifact(), ArtifactKind.REWARD_MODEL).manifest();
        assertTrue(
                manifest.configuration().get("lora") instanceof Map<?, ?> lora
                        && Integer.valueOf(4).equals(lora.get("rank")));
    }

    @Test
    void shouldRefuseWhatCannotBeDone() throws Exception {
        ArtifactId model = TinyModels.publish(store, engine.get(), 3);
        ArtifactId unknown = new ArtifactId("12".repeat(32));
        refused(Map.of("model", unknown.value()), 404, unknown.value());
        refused(Map.of(), 400, "model");
        refused(Map.of("model", model.value(), "learningRate", -1), 400, "learningRate");
        refused(Map.of("model", model.value(), "epoch", 1), 400, "epoch");

        JsonPath none = finished(start(parameters(model, Map.of())));
        assertEquals("failed", none.getString("state"));
        assertTrue(none.getString("reason").contains("no judgements"), none.getString("reason"));

        judge(1);
        JsonPath few = finished(start(parameters(model, Map.of())));
        assertEquals("failed", few.getString("state"));
        assertTrue(few.getString("reason").contains("both sides"), few.getString("reason"));
    }

    @Test
    void shouldFailARunWhoseLossIsNotANumberAndKeepTheCheckpoint() throws Exception {
        // Given
        ArtifactId model = TinyModels.publish(store, engine.get(), 4);
        judge(60);
        RewardModelParameters parameters =
                AthanorParameters.read(
                        parameters(model, Map.of("learningRate", 1e30, "checkpointEvery", 1)));
        InterruptedRun run = new InterruptedRun(store, Integer.MAX_VALUE);

        // When
        AthanorException failure =
                assertThrows(AthanorException.class, () -> handler.execute(parameters, run));

        // Then
        assertTrue(failure.getMessage().startsWith("step 2: loss"), failure.getMessage());
        assertEquals(1, run.lastCheckpoint().orElseThrow().step());
    }

    private static void refused(Map<String, Object> parameters, int status, String reason) {
        given().contentType(ContentType.JSON)
                .body(Map.of("kind", "reward-model", "parameters", parameters))
                .post("/v1/runs")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(reason));
    }

    private Map<String, Object> parameters(ArtifactId model, Map<String, Object> more) {
        Map<String, Object> parameters =
                new HashMap<>(
                        Map.of(
                                "model",
                                model.value(),
                                "sources",
                                List.of(source),
                                "epochs",
                                5,
                                "batch",
                                16,
                                "learningRate",
                                3e-3,
                                "validationShare",
                                0.2,
                                "normalisationSamples",
                                64,
                                "maximumTokens",
                                12,
                                "seed",
                                7));
        parameters.putAll(more);
        return parameters;
    }

    private static UUID start(Map<String, Object> parameters) {
        return UUID.fromString(
                given().contentType(ContentType.JSON)
                        .body(Map.of("kind", "reward-model", "parameters", parameters))
                        .post("/v1/runs")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id"));
    }

    private static JsonPath finished(UUID run) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> given().get("/v1/runs/" + run).jsonPath(),
                        path ->
                                List.of("succeeded", "failed", "cancelled")
                                        .contains(path.getString("state")));
    }

    /** The annotator prefers the answer with more x; lengths say nothing. */
    private void judge(int pairs) {
        Random random = new Random(pairs);
        List<Map<String, Object>> judged = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            String first = answer(random);
            String second = answer(random);
            judged.add(
                    Map.of(
                            "prompt",
                            "p " + i,
                            "first",
                            Map.of("text", first),
                            "second",
                            Map.of("text", second),
                            "source",
                            source,
                            "judgement",
                            Map.of(
                                    "choice",
                                    choice(first, second),
                                    "annotator",
                                    "x-lover",
                                    "idempotencyKey",
                                    source + pairs + "-" + i)));
        }
        given().contentType(ContentType.JSON)
                .body(Map.of("comparisons", judged))
                .post("/v1/comparisons")
                .then()
                .statusCode(200);
    }

    private static String answer(Random random) {
        StringBuilder answer = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            answer.append(random.nextInt(3) == 0 ? 'x' : (char) ('a' + random.nextInt(4)));
        }
        return answer.toString();
    }

    private static String choice(String first, String second) {
        int difference = Integer.compare(count(first), count(second));
        return difference == 0 ? "TIE" : difference > 0 ? "FIRST" : "SECOND";
    }

    private static int count(String answer) {
        return (int) answer.chars().filter(each -> each == 'x').count();
    }
}
