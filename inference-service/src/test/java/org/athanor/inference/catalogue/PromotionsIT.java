package org.athanor.inference.catalogue;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.inference.Api;
import org.athanor.inference.TinyModels;
import org.athanor.inference.serving.ModelLease;
import org.athanor.inference.serving.Replica;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.database.DatabaseReady;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.TopicRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PromotionsIT {

    @TestHTTPResource("/")
    URI root;

    @Inject TinyModels models;
    @Inject ArtifactStore store;
    @Inject Catalogue catalogue;
    @Inject DatabaseReady databaseReady;
    @Inject Clock clock;

    private final String name = "promoted-" + UUID.randomUUID();
    private Api api;
    private ArtifactId first;
    private ArtifactId second;

    @BeforeEach
    void publish() throws Exception {
        api = new Api(root);
        first = models.babbler(1);
        second = models.babbler(2);
    }

    @Test
    void shouldAnswerWithThePromotedModelAndTellTheOthers() throws Exception {
        try (TopicRecords events = TopicRecords.of("models.event.v1")) {
            // When
            Api.Answer promoted = api.promote(name, first);

            // Then
            assertEquals(200, promoted.status(), promoted.body().toString());
            assertEquals(first.value(), promoted.body().get("stable").asText());
            assertEquals(first, answering());
            String event =
                    new String(
                            events.await(record -> name.equals(record.key())).value(),
                            StandardCharsets.UTF_8);
            assertEquals("org.athanor.model.promoted.v1", Api.json(event).get("type").asText());
            assertEquals(first.value(), Api.json(event).at("/data/state/stable").asText());
        }
    }

    @Test
    void shouldServeAModelFromElsewhereUpToTheTokensThatItNames() throws Exception {
        // Given: sixty of 261 tokens end an answer
        ArtifactId model =
                models.fromElsewhere(IntStream.range(0, 60).mapToObj(i -> 2 * i).toList());
        assertEquals(200, api.promote(name, model).status());

        // When
        Api.Answer answer =
                api.post(
                        "/v1/completions",
                        "{'model':'" + name + "','prompt':'a','max_tokens':100,'seed':1}");

        // Then: a hundred tokens without one of them would be a wonder
        assertEquals(200, answer.status(), answer.body().toString());
        assertEquals("stop", answer.body().at("/choices/0/finish_reason").asText());
        assertTrue(answer.body().at("/usage/completion_tokens").asInt() < 100);
    }

    @Test
    void shouldTryACanaryAndTakeItBack() throws Exception {
        // Given
        api.promote(name, first);

        // When
        change("{'action':'canary','model':'%s','share':1}".formatted(second));

        // Then
        assertEquals(second, answering());

        // When
        JsonNode state = change("{'action':'rollback'}");

        // Then
        assertEquals(first, answering());
        assertTrue(state.get("canary").isNull());
    }

    @Test
    void shouldRollBackToThePreviousModel() throws Exception {
        // Given
        api.promote(name, first);
        api.promote(name, second);

        // When
        JsonNode state = change("{'action':'rollback'}");

        // Then
        assertEquals(first.value(), state.get("stable").asText());
        assertEquals(first, answering());
        assertEquals(
                List.of("rollback", "promote", "promote"),
                api.get("/v1/models/" + name + "/promotions").body().findValuesAsText("action"));
        assertEquals(409, post("{'action':'rollback'}").status());
    }

    @Test
    void shouldDoNothingTwice() throws Exception {
        // Given
        String key = UUID.randomUUID().toString();
        String path = "/v1/models/" + name + "/promotions";
        String request = "{'action':'promote','model':'" + first + "'}";

        // When
        JsonNode once = api.post(path, request, "Idempotency-Key", key).body();
        api.promote(name, second);
        JsonNode again = api.post(path, request, "Idempotency-Key", key).body();
        Api.Answer other =
                api.post(
                        path,
                        "{'action':'promote','model':'" + second + "'}",
                        "Idempotency-Key",
                        key);
        api.promote(name, second);

        // Then
        assertEquals(once, again);
        assertEquals(second, answering());
        assertEquals(409, other.status());
        assertEquals(2, api.get(path).body().size());
    }

    @Test
    void shouldKeepTheOldModelWhenTheNewOneIsDamaged() throws Exception {
        // Given
        api.promote(name, first);
        ArtifactId damaged = models.babbler(System.nanoTime());
        try (RandomAccessFile weights =
                new RandomAccessFile(
                        store.open(damaged).file("model.safetensors").toFile(), "rw")) {
            weights.seek(weights.length() - 1);
            int last = weights.read();
            weights.seek(weights.length() - 1);
            weights.write(last ^ 1);
        }

        // When
        Api.Answer refused = api.promote(name, damaged);

        // Then
        assertEquals(500, refused.status());
        assertTrue(
                refused.body().get("detail").asText().contains("model.safetensors"),
                refused.body().toString());
        assertEquals(first, answering());
    }

    @Test
    void shouldRefuseWhatIsNoModel() throws Exception {
        // Given
        ArtifactId rewardModel = models.babbler(1, ArtifactKind.REWARD_MODEL);
        ArtifactId unknown = new ArtifactId("0".repeat(64));

        // Then
        assertEquals(404, api.promote(name, unknown).status());
        assertTrue(api.promote(name, rewardModel).status() >= 400);
        assertEquals(404, api.get("/v1/models/" + name).status());
    }

    @ParameterizedTest(name = "{0} is refused with {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | 400",
                "{'action':'promote'} | 400",
                "{'action':'praise','model':'none'} | 400",
                "{'action':'promote','model':'abc'} | 400",
                "{'action':'rollback','share':0.5} | 400",
                "{'action':'rollback','colour':'red'} | 400",
                "{'action':'rollback'} | 404",
                "not JSON | 400",
            })
    void shouldRefuseABadRequestAsAProblem(String body, int status) throws Exception {
        // When
        Api.Answer refused = post(body);

        // Then
        assertEquals(status, refused.status(), refused.body().toString());
        assertTrue(
                refused.header("Content-Type").startsWith("application/problem+json"),
                refused.header("Content-Type"));
    }

    @Test
    void shouldRefuseABadName() throws Exception {
        assertEquals(400, api.promote("-dash-first", first).status());
    }

    @Test
    void shouldServeTheSameAfterARestart() throws Exception {
        // Given
        api.promote(name, first);
        api.promote(name, second);

        // When: a replica that knows the database alone
        try (Replica replica = new Replica(store, Map.of("max-models", "1000"))) {
            ModelNames names = new ModelNames(catalogue, replica.models(), databaseReady, clock);
            names.followAll().join();

            // Then
            try (ModelLease lease = replica.models().lease(name, null)) {
                assertEquals(second, lease.model().artifact());
            }
            assertEquals(first, names.find(name).orElseThrow().previous());
            assertTrue(names.isComplete());
        }
    }

    @Test
    void shouldFollowAnotherReplica() throws Exception {
        // Given
        api.promote(name, first);

        // When: another replica commits a change, and nobody tells this one
        catalogue.save(catalogue.find(name).orElseThrow().promote(second, clock.instant()));

        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> answering().equals(second));
    }

    private ArtifactId answering() throws Exception {
        Api.Answer answer =
                api.post("/v1/completions", "{'model':'" + name + "','prompt':'a','max_tokens':1}");
        assertEquals(200, answer.status(), answer.body().toString());
        return new ArtifactId(answer.header("X-Athanor-Model"));
    }

    private JsonNode change(String request) throws Exception {
        Api.Answer answer = post(request);
        assertEquals(200, answer.status(), answer.body().toString());
        return answer.body();
    }

    private Api.Answer post(String request) throws Exception {
        return api.post("/v1/models/" + name + "/promotions", request);
    }
}
