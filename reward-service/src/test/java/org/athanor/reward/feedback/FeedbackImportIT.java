package org.athanor.reward.feedback;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class FeedbackImportIT {

    private static final Path HARMLESS =
            Path.of("..", "..", "shared", "data", "preferences", "hh_harmless.jsonl.gz");

    private final String annotator = "import-" + UUID.randomUUID();

    @Test
    void shouldImportLinesOnceAndTellTheBadOnes() throws Exception {
        // Given
        byte[] sample = sample();

        // When, Then
        imports(sample, "skip")
                .statusCode(200)
                .body("lines", equalTo(8))
                .body("added", equalTo(4))
                .body("repeated", equalTo(1))
                .body("bad", equalTo(3))
                .body("badLines.line", equalTo(List.of(4, 6, 9)))
                .body("badLines[0].reason", containsString("two prompts"));
        imports(gzip(sample), "skip")
                .statusCode(200)
                .body("added", equalTo(0))
                .body("repeated", equalTo(5));
        given().get("/v1/feedback/statistics")
                .then()
                .body(
                        "annotators.find { it.annotator == '" + annotator + "' }.choices.FIRST",
                        equalTo(4));
    }

    @Test
    void shouldImportNothingOfAFileWithABadLineWhenAskedTo() throws Exception {
        // When
        imports(sample(), "fail")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("detail", containsString("line 4"));

        // Then
        given().get("/v1/feedback/statistics")
                .then()
                .body("annotators.findAll { it.annotator == '" + annotator + "' }", hasSize(0));
    }

    @Test
    void shouldRefuseWhatCannotBeImportedAtAll() throws Exception {
        imports(new byte[0], "skip").statusCode(400).body("detail", containsString("empty"));
        imports("\n\n".getBytes(StandardCharsets.UTF_8), "skip")
                .statusCode(422)
                .body("detail", containsString("no lines"));
        imports(new byte[] {1, 2, 3, (byte) 0xff}, "skip")
                .statusCode(422)
                .body("detail", containsString("line 1"));
        imports(Arrays.copyOf(gzip(sample()), 60), "skip")
                .statusCode(400)
                .body("detail", containsString("truncated"));
        imports(sample(), "perhaps").statusCode(400).body("detail", containsString("skip or fail"));
        given().body(sample())
                .contentType("application/octet-stream")
                .post("/v1/feedback/imports")
                .then()
                .statusCode(400)
                .body("detail", containsString("annotator"));
    }

    @Test
    void shouldImportRealDialogues() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(HARMLESS),
                "skipped: needs shared data beside the checkout, " + HARMLESS);
        // Given
        byte[] head = head(HARMLESS, 200);

        // When, Then
        ValidatableResponse first = imports(head, "skip").statusCode(200);
        int added = first.extract().path("added");
        int bad = first.extract().path("bad");
        assertTrue(added > 180, "added " + added + ", bad " + bad);
        imports(head, "skip").statusCode(200).body("added", equalTo(0));
    }

    private ValidatableResponse imports(byte[] body, String onBadLine) {
        return given().contentType("application/octet-stream")
                .body(body)
                .post(
                        "/v1/feedback/imports?annotator=%s&source=%s&onBadLine=%s"
                                .formatted(annotator, annotator, onBadLine))
                .then();
    }

    private static byte[] sample() throws Exception {
        try (InputStream in = FeedbackImportIT.class.getResourceAsStream("/preferences.jsonl")) {
            return in.readAllBytes();
        }
    }

    private static byte[] head(Path archive, int lines) throws Exception {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return String.join("\n", text.lines().limit(lines).toList())
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(archive)) {
            out.write(bytes);
        }
        return archive.toByteArray();
    }
}
