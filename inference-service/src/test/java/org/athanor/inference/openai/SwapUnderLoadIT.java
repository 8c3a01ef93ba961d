package org.athanor.inference.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.inference.Api;
import org.athanor.inference.TinyModels;
import org.athanor.testkit.KafkaAndPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class SwapUnderLoadIT {

    private static final String NAME = "swapped";
    private static final int CLIENTS = 4;
    private static final int SWAPS = 10;

    @TestHTTPResource("/")
    URI root;

    @Inject TinyModels models;

    /** What one client saw: the artifact that each answer named, and the answer. */
    private record Seen(String artifact, String text, String finishReason) {}

    @Test
    void shouldDropNoRequestWhileModelsAreSwapped() throws Exception {
        // Given: two models that answer differently
        Api api = new Api(root);
        ArtifactId polite = models.talker("good day");
        ArtifactId curt = models.talker("yes?");
        Map<String, String> answers = Map.of(polite.value(), "good day", curt.value(), "yes?");
        api.promote(NAME, polite);
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger answered = new AtomicInteger();
        List<Future<List<Seen>>> clients = new ArrayList<>();

        // When
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(threads.submit(() -> ask(api, going, answered)));
            }
            for (int swap = 0; swap < SWAPS; swap++) {
                assertEquals(200, api.promote(NAME, swap % 2 == 0 ? curt : polite).status());
                int before = answered.get();
                Awaitility.await("answers of the model that was just promoted")
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> answered.get() > before + CLIENTS);
            }
            going.set(false);
        }

        // Then
        Set<String> artifacts = new HashSet<>();
        for (Future<List<Seen>> client : clients) {
            for (Seen seen : client.get()) {
                assertEquals(answers.get(seen.artifact()), seen.text());
                assertEquals("stop", seen.finishReason());
                artifacts.add(seen.artifact());
            }
        }
        assertTrue(artifacts.size() == 2, "only " + artifacts + " answered");
    }

    private static List<Seen> ask(Api api, AtomicBoolean going, AtomicInteger answered)
            throws Exception {
        List<Seen> all = new ArrayList<>();
        while (going.get()) {
            Api.Answer answer =
                    api.post(
                            "/v1/chat/completions",
                            "{'model':'"
                                    + NAME
                                    + "','messages':[{'role':'user','content':'hi'}],"
                                    + "'temperature':0}");
            assertEquals(200, answer.status(), answer.body().toString());
            JsonNode body = answer.body();
            all.add(
                    new Seen(
                            body.get("system_fingerprint").asText(),
                            body.at("/choices/0/message/content").asText(),
                            body.at("/choices/0/finish_reason").asText()));
            answered.incrementAndGet();
        }
        return all;
    }
}
