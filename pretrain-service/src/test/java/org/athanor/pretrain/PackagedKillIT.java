package org.athanor.pretrain;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.testkit.Backend;
import org.junit.jupiter.api.Test;

/** A machine fails in the middle of training; another one goes on. */
class PackagedKillIT {

    private static final int STEPS = 120;
    private static final int INTERVAL = 10;

    private static final Pattern EVENT = Pattern.compile("event: ?(\\w+)\\ndata: ?(.*)\\n");
    private static final Pattern STEP = Pattern.compile("\"step\": ?(\\d+)");

    @Test
    void shouldGiveTheSameModelAfterAKillInTheMiddleOfAStep() throws Exception {
        // Given
        ArtifactId dataset =
                TinyDatasets.text(
                        new DirectoryArtifactStore(Backend.artifacts(), Clock.systemUTC()),
                        2000,
                        50);
        UUID whole = UUID.randomUUID();
        UUID killed = UUID.randomUUID();
        String artifact;

        // When
        try (PackagedService first = PackagedService.start()) {
            artifact = trainUninterrupted(first, whole, dataset);
            Runs.request(killed, "pretrain", parameters(dataset)).statusCode(202);
            awaitStep(killed, 3 * INTERVAL + INTERVAL / 2);
            first.kill();
        }
        try (PackagedService second = PackagedService.start()) {
            use(second);
            JsonPath run = Runs.end(killed);

            // Then
            assertEquals("succeeded", run.getString("state"), run.getString("reason"));
            assertEquals(2, run.getInt("attempt"));
            assertEquals(artifact, run.getString("artifact"));
            assertRepeatsTwoIntervalsAtMost(events(killed));
        }
    }

    private static String trainUninterrupted(
            PackagedService service, UUID run, ArtifactId dataset) {
        use(service);
        await("the service is ready")
                .atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
        Runs.request(run, "pretrain", parameters(dataset)).statusCode(202);
        JsonPath end = Runs.end(run);
        assertEquals("succeeded", end.getString("state"), end.getString("reason"));
        return end.getString("artifact");
    }

    private static void use(PackagedService service) {
        RestAssured.baseURI = service.url();
        RestAssured.port = RestAssured.UNDEFINED_PORT;
    }

    private static Map<String, Object> parameters(ArtifactId dataset) {
        return Map.of(
                "dataset",
                dataset.value(),
                "model",
                Map.of("dModel", 64, "layers", 2, "heads", 2, "contextLength", 64),
                "steps",
                STEPS,
                "batch",
                8,
                "checkpointEvery",
                INTERVAL,
                "evaluateEvery",
                STEPS);
    }

    private static void awaitStep(UUID run, int step) {
        await("step " + step)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Runs.view(run).getInt("progress?.done ?: 0") >= step);
    }

    private record Event(String type, int step) {}

    private static List<Event> events(UUID run) throws IOException {
        String text = given().get("/v1/runs/" + run + "/events").asString();
        return EVENT.matcher(text)
                .results()
                .map(event -> new Event(event.group(1), step(event.group(2))))
                .toList();
    }

    private static int step(String payload) {
        return STEP.matcher(payload)
                .results()
                .map(MatchResult::group)
                .map(text -> Integer.valueOf(text.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
    }

    private static void assertRepeatsTwoIntervalsAtMost(List<Event> events) {
        int second = lastStart(events);
        int checkpoint = lastStep(events.subList(0, second), "progressed");
        int reached = lastStep(events.subList(0, second), "metric");
        int resumed =
                events.subList(second, events.size()).stream()
                        .filter(event -> event.type().equals("metric"))
                        .findFirst()
                        .orElseThrow()
                        .step();
        assertTrue(reached < STEPS, "killed before the end, at step " + reached);
        assertEquals(checkpoint + 1, resumed);
        assertTrue(
                reached - checkpoint <= 2 * INTERVAL,
                "from step " + reached + " back to " + checkpoint);
        assertEquals(1, events.stream().filter(e -> e.type().equals("succeeded")).count());
    }

    private static int lastStart(List<Event> events) {
        return events.stream().map(Event::type).toList().lastIndexOf("started");
    }

    private static int lastStep(List<Event> events, String type) {
        return events.reversed().stream()
                .filter(event -> event.type().equals(type))
                .findFirst()
                .orElseThrow()
                .step();
    }
}
