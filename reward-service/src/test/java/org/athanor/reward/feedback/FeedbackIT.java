package org.athanor.reward.feedback;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.TopicRecords;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class FeedbackIT {

    private static final String WRITER = "ab".repeat(32);

    private final String name = "ann-" + UUID.randomUUID();

    @Test
    void shouldKeepAComparisonWithItsJudgement() {
        // When
        String id =
                add(Map.of("comparisons", List.of(comparison("Say hi " + name, "FIRST", "key-1"))))
                        .statusCode(200)
                        .body("comparisons[0].comparisonIsNew", equalTo(true))
                        .body("comparisons[0].judgementIsNew", equalTo(true))
                        .extract()
                        .path("comparisons[0].comparisonId");

        // Then
        given().get("/v1/comparisons/" + id)
                .then()
                .statusCode(200)
                .body("messages[0].role", equalTo("user"))
                .body("messages[0].content", equalTo("Say hi " + name))
                .body("first.text", equalTo("Hi!"))
                .body("first.model", equalTo(WRITER))
                .body("second.text", equalTo(""))
                .body("second.model", nullValue())
                .body("judgements", hasSize(1))
                .body("judgements[0].choice", equalTo("FIRST"))
                .body("judgements[0].annotator", equalTo(name));
    }

    @Test
    void shouldCountAJudgementOnceHoweverOftenItIsSent() throws Exception {
        // Given
        Map<String, Object> body = comparison("Retried " + name, "SECOND", "same-key");

        // When
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> answers =
                    IntStream.range(0, 24)
                            .mapToObj(i -> clients.submit(() -> add(body).extract().statusCode()))
                            .toList();
            for (Future<Integer> answer : answers) {
                assertEquals(200, answer.get());
            }
        }

        // Then
        JsonPath mine = statistics();
        assertEquals(1, mine.getInt("judgements"));
        assertEquals(1, mine.getInt("choices.SECOND"));
        try (TopicRecords events = TopicRecords.of("feedback.event.v1")) {
            String comparison = comparisonId(body);
            events.await(record -> comparison.equals(record.key()));
            add(body);
            String later = comparisonId(comparison("Later " + name, "TIE", "another"));
            events.await(record -> later.equals(record.key()));
            assertEquals(1, events.withKey(comparison).size());
        }
    }

    @Test
    void shouldRefuseAnotherChoiceUnderTheSameKey() {
        // Given
        add(comparison("Conflict " + name, "FIRST", "key-1")).statusCode(200);

        // When, Then
        add(comparison("Conflict " + name, "SECOND", "key-1"))
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("key-1"));
    }

    @Test
    void shouldJudgeAndRetract() {
        // Given
        String id = comparisonId(Map.of("prompt", name, "first", text("a"), "second", text("b")));

        // When
        String judgement = judge(id, "k", "TIE").statusCode(201).extract().path("judgementId");
        judge(id, "k", "TIE").statusCode(200).body("judgementId", equalTo(judgement));
        judge(id, "k", "FIRST").statusCode(409);
        given().delete("/v1/judgements/" + judgement).then().statusCode(204);
        given().delete("/v1/judgements/" + judgement).then().statusCode(204);

        // Then
        assertTrue(statistics() == null, "a retracted judgement does not count");
        given().get("/v1/comparisons/" + id)
                .then()
                .body("judgements", hasSize(1))
                .body("judgements[0].retractedAt", containsString("T"));
        try (TopicRecords events = TopicRecords.of("feedback.event.v1")) {
            events.await(
                    record ->
                            id.equals(record.key())
                                    && new String(record.value(), StandardCharsets.UTF_8)
                                            .contains("judgement-retracted"));
            assertEquals(2, events.withKey(id).size());
        }
    }

    @Test
    void shouldListPageByPage() {
        // Given
        for (int i = 0; i < 5; i++) {
            Map<String, Object> body =
                    comparison("Listed " + i + name, i == 0 ? "FIRST" : "TIE", "k" + i);
            add(i < 2 ? body : without(body, "judgement"));
        }

        // When
        List<String> page =
                given().get("/v1/comparisons?limit=3&source=" + name)
                        .then()
                        .statusCode(200)
                        .body("", hasSize(3))
                        .extract()
                        .path("id");

        // Then
        given().get("/v1/comparisons?limit=3&source=" + name + "&after=" + page.getLast())
                .then()
                .body("", hasSize(2));
        given().get("/v1/comparisons?judged=false&source=" + name)
                .then()
                .body("", hasSize(3))
                .body("judgements", everyItem(equalTo(Collections.emptyList())));
        given().get("/v1/comparisons?judged=true&source=" + name).then().body("", hasSize(2));
    }

    @Test
    void shouldSayWhatIsWrongWithARequestAndWriteNothingOfIt() {
        refused(Map.of("comparisons", List.of()), "at least one entry");
        refused(Map.of("prompt", "p", "first", text("a")), "first and second are needed");
        refused(
                Map.of("prompt", " ", "first", text("a"), "second", text("b")),
                "the user's last turn is blank");
        refused(
                Map.of(
                        "messages",
                        List.of(Map.of("role", "robot", "content", "x")),
                        "first",
                        text("a"),
                        "second",
                        text("b")),
                "role must be system, user or assistant");
        refused(Map.of("prompt", "p", "frist", text("a")), "'frist' is not a field here");
        refused(
                Map.of(
                        "comparisons",
                        List.of(
                                comparison("Good " + name, "FIRST", "k"),
                                comparison("Bad " + name, "BEST", "k"))),
                "comparison 1: judgement.choice");
        refused(
                Map.of(
                        "prompt",
                        "p",
                        "first",
                        Map.of("text", "a", "model", "nonsense"),
                        "second",
                        text("b")),
                "artifact id");
        assertTrue(statistics() == null, "nothing of a refused list is written");
    }

    @Test
    void shouldAnswerUnknownIdsAndMalformedOnes() {
        UUID unknown = UUID.randomUUID();
        given().get("/v1/comparisons/" + unknown)
                .then()
                .statusCode(404)
                .body("detail", containsString(unknown.toString()));
        judge(unknown.toString(), "k", "FIRST").statusCode(404);
        given().delete("/v1/judgements/" + unknown).then().statusCode(404);
        given().get("/v1/comparisons/seven").then().statusCode(404);
        given().get("/v1/comparisons?limit=100000").then().statusCode(400);
    }

    @Test
    void shouldRefuseABodyBeyondItsBound() {
        String large = "{\"prompt\": \"" + "x".repeat((16 << 20) + 500_000) + "\"}";
        given().contentType(ContentType.JSON)
                .body(large)
                .post("/v1/comparisons")
                .then()
                .statusCode(413);
    }

    private void refused(Map<String, Object> body, String reason) {
        add(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(reason));
    }

    private Map<String, Object> comparison(String prompt, String choice, String key) {
        return Map.of(
                "prompt",
                prompt,
                "first",
                Map.of("text", "Hi!", "model", WRITER),
                "second",
                text(""),
                "source",
                name,
                "judgement",
                Map.of("choice", choice, "annotator", name, "idempotencyKey", key));
    }

    private static Map<String, Object> text(String text) {
        return Map.of("text", text);
    }

    private static Map<String, Object> without(Map<String, Object> body, String field) {
        Map<String, Object> rest = new java.util.HashMap<>(body);
        rest.remove(field);
        return rest;
    }

    private static String comparisonId(Map<String, Object> body) {
        return add(body).statusCode(200).extract().path("comparisons[0].comparisonId");
    }

    private static ValidatableResponse add(Map<String, Object> body) {
        return given().contentType(ContentType.JSON).body(body).post("/v1/comparisons").then();
    }

    private ValidatableResponse judge(String comparison, String key, String choice) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(Map.of("choice", choice, "annotator", name))
                .post("/v1/comparisons/" + comparison + "/judgements")
                .then();
    }

    /** This test's annotator in the statistics, null when nothing of its counts. */
    private JsonPath statistics() {
        JsonPath all = given().get("/v1/feedback/statistics").then().extract().jsonPath();
        Map<String, Object> mine = all.getMap("annotators.find { it.annotator == '" + name + "' }");
        return mine == null
                ? null
                : JsonPath.from(given().get("/v1/feedback/statistics").asString())
                        .setRootPath("annotators.find { it.annotator == '" + name + "' }");
    }
}
