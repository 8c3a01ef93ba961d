package org.athanor.kit.run;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.athanor.kit.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.UUID;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.TopicRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RunsByRestIT {

    @Inject Gates gates;

    @Test
    void shouldDoARunAndTellOfIt() {
        // Given
        UUID id = UUID.randomUUID();

        // When
        submit(id, "{\"steps\": 4}")
                .then()
                .statusCode(202)
                .header("Location", containsString("/v1/runs/" + id));
        JsonPath run = awaitState(id, "succeeded");

        // Then
        assertEquals(10, run.getInt("figures.sum"));
        assertEquals(1, run.getInt("attempt"));
        assertEquals(4, run.getInt("progress.done"));
        assertEquals("steps", run.getString("progress.unit"));
        assertEquals(0.25, run.getDouble("metrics.numbers.loss"));
        when().get("/v1/artifacts/" + run.getString("artifact"))
                .then()
                .statusCode(200)
                .body("kind", equalTo("report"));
        when().get("/v1/runs?state=succeeded&kind=sum&limit=500")
                .then()
                .body("id", hasItem(id.toString()));
        try (TopicRecords events = TopicRecords.of("runs.event.v1");
                TopicRecords artifacts = TopicRecords.of("artifacts.published.v1")) {
            events.await(
                    record ->
                            record.key().equals(id.toString())
                                    && new String(record.value()).contains("run.succeeded"));
            artifacts.await(record -> record.key().equals(run.getString("artifact")));
            assertEquals(3, events.withKey(id.toString()).size());
        }
    }

    @Test
    void shouldStartOneRunForOneKey() {
        // Given
        UUID id = UUID.randomUUID();
        submit(id, "{\"steps\": 2, \"checkpointEvery\": 1}").then().statusCode(202);

        // When: the same again, written differently, and another under the same key
        submit(id, "{\"checkpointEvery\": 1, \"steps\": 2}").then().statusCode(200);
        submit(id, "{\"steps\": 3}").then().statusCode(409).contentType("application/problem+json");

        // Then
        assertEquals(3, awaitState(id, "succeeded").getInt("figures.sum"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sum | {\"steps\": 0} | parameters.steps must be greater than 0, was 0",
                "sum | {\"step\": 1} | 'step' is not a field here; known: checkpointEvery, failAtTheEnd, steps",
                "sum | {\"steps\": \"many\"} | parameters.steps: 'many' is not a whole number",
                "sum | {\"steps\": 1, \"checkpointEvery\": 2} | checkpointEvery must be at most steps, was 2",
                "sum | {\"steps\": 1, \"failAtTheEnd\": \"NO\"} | 'NO' is none of",
                "add | {\"steps\": 1} | unknown run kind 'add', known here: [sum]",
            })
    void shouldRefuseWhatCannotRun(String kind, String parameters, String detail) {
        given().contentType(ContentType.JSON)
                .body("{\"kind\": \"%s\", \"parameters\": %s}".formatted(kind, parameters))
                .when()
                .post("/v1/runs")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(detail))
                .body("detail", not(containsString("org.athanor")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "EXPECTED | the corpus is empty: add documents",
                "UNEXPECTED | see the service's log under the run id",
                "DISK_FULL | the disk is full",
                "OUT_OF_MEMORY | out of memory",
                "NAN | loss became NaN at step 1",
            })
    void shouldFailWithAReason(String failure, String reason) {
        // Given
        UUID id = UUID.randomUUID();

        // When
        submit(id, "{\"steps\": 1, \"failAtTheEnd\": \"%s\"}".formatted(failure));

        // Then
        JsonPath run = awaitState(id, "failed");
        assertTrue(run.getString("reason").contains(reason), run.getString("reason"));
        assertFalse(run.getString("reason").contains("secret"));
    }

    @Test
    void shouldCancelAWaitingRunAtOnceAndARunningOneAtItsNextStep() {
        // Given
        UUID running = UUID.randomUUID();
        UUID waiting = UUID.randomUUID();
        gates.close(running);
        submit(running, "{\"steps\": 5}");
        awaitState(running, "running");
        submit(waiting, "{\"steps\": 5}");

        // When
        when().delete("/v1/runs/" + waiting)
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"));
        when().delete("/v1/runs/" + running)
                .then()
                .statusCode(200)
                .body("cancelRequested", equalTo(true));

        // Then
        awaitState(running, "cancelled");
        when().delete("/v1/runs/" + running).then().statusCode(200);
        when().delete("/v1/runs/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void shouldShowLiveNumbersAsMeters() {
        // Given
        UUID id = UUID.randomUUID();
        submit(id, "{\"steps\": 8}");
        awaitState(id, "succeeded");

        // When
        String metrics = when().get("/q/metrics").then().extract().asString();

        // Then
        assertTrue(
                metrics.lines()
                        .anyMatch(
                                line ->
                                        line.startsWith(
                                                "athanor_run_metric{kind=\"sum\",metric=\"loss\"")),
                metrics);
        for (String name :
                new String[] {
                    "athanor_runs{",
                    "athanor_run_duration_seconds_count{",
                    "athanor_outbox_backlog",
                    "athanor_outbox_oldest_age_seconds",
                    "athanor_run_listeners",
                    "athanor_dead_letters_total{"
                }) {
            assertTrue(metrics.contains(name), name);
        }
    }

    private static io.restassured.response.Response submit(UUID id, String parameters) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", id)
                .body("{\"kind\": \"sum\", \"parameters\": %s}".formatted(parameters))
                .post("/v1/runs");
    }

    private static JsonPath awaitState(UUID id, String state) {
        await("run " + id + " " + state).until(() -> get(id).getString("state"), equalTo(state));
        return get(id);
    }

    private static JsonPath get(UUID id) {
        return when().get("/v1/runs/" + id).then().statusCode(200).extract().jsonPath();
    }
}
