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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.athanor.testkit.KafkaAndPostgres;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class BadInputIT {

    private static final String UNKNOWN = "f".repeat(64);

    @ConfigProperty(name = "athanor.corpus.roots")
    Path root;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectories(root.resolve("texts"));
        Files.writeString(root.resolve("texts/a.lines"), "first\nsecond\n");
        Files.writeString(root.resolve("texts/b.lines"), "third\n");
    }

    @Test
    void shouldReadAFolderBelowARoot() {
        // When
        JsonPath run = Runs.run("corpus", path("texts"));

        // Then
        assertEquals("succeeded", run.getString("state"));
        assertEquals(3, run.getInt("figures.documents"));
    }

    @Test
    void shouldRefuseAPathOutsideTheRoots() throws IOException {
        // Given
        Path link = root.resolve("escape");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of("/etc"));

        for (String path : List.of("/etc/passwd", "../..", "escape/passwd", "escape")) {
            // When
            ValidatableResponse refused = request("corpus", path(path));

            // Then
            refused.statusCode(400)
                    .contentType("application/problem+json")
                    .body("detail", containsString("outside the folders of athanor.corpus.roots"));
        }
        request("corpus", path("missing.txt")).statusCode(422);
    }

    @Test
    void shouldRefuseAResourceThatIsNoCorpus() {
        // Given
        Map<String, Object> source = Map.of("resource", "application.properties");

        // Then
        request("corpus", corpus(source))
                .statusCode(400)
                .body("detail", containsString("may not be read"));
    }

    @Test
    void shouldRefuseASourceThatNamesNothingOrTwoPlaces() {
        request("corpus", corpus(Map.of("format", "text"))).statusCode(400);
        request("corpus", corpus(Map.of("path", "texts", "upload", UNKNOWN))).statusCode(400);
        request("corpus", Map.of("name", "x", "sources", List.of())).statusCode(400);
        request("corpus", corpus(Map.of("upload", UNKNOWN))).statusCode(404);
        request("corpus", corpus(Map.of("upload", "../x"))).statusCode(400);
        request("corpus", corpus(Map.of("path", "texts", "colour", "red")))
                .statusCode(400)
                .body("detail", containsString("colour"));
    }

    @Test
    void shouldSetAsideInvalidUtf8AndSayWhere() {
        // Given
        byte[] text = "fine\nCaf\u00e9\nfine too\n".getBytes(StandardCharsets.ISO_8859_1);
        Map<String, Object> source = Map.of("upload", Runs.upload(text), "format", "lines");
        Map<String, Object> strict = new HashMap<>(corpus(source));
        strict.put("invalidDocuments", "fail");

        // When
        JsonPath lenient = Runs.run("corpus", corpus(source));
        String reason = Runs.failure("corpus", strict);

        // Then
        assertEquals(2, lenient.getInt("figures.documents"));
        assertEquals(1, lenient.getInt("figures.setAsideByReason.invalidUtf8"));
        assertTrue(reason.startsWith("the document at byte 5 of upload "), reason);
        assertTrue(reason.endsWith("is not UTF-8 from its byte 3 on"), reason);
    }

    @Test
    void shouldFailOnWhatIsNoCorpusAtAll() throws IOException {
        // Given
        byte[] binary = new byte[100_000];
        new Random(1).nextBytes(binary);
        byte[] whole = gzip("some text that fills a block of the archive 1 2 3\n".repeat(3_000));

        // When
        String noise = failure(binary, "text");
        String blank = failure("\n \n\t\n".getBytes(StandardCharsets.UTF_8), "lines");
        String truncated = failure(Arrays.copyOf(whole, whole.length / 2), "lines");
        String otherLanguage = onlyGerman();

        // Then
        assertTrue(noise.startsWith("the corpus has no documents: "), noise);
        assertTrue(noise.contains("is not UTF-8 from its byte"), noise);
        assertEquals(
                "the corpus has no documents: 3 read, 0 skipped, 3 blank, 0 in another language,"
                        + " 0 set aside",
                blank);
        assertTrue(
                truncated.startsWith("mine.lines is gzip that ends too early, after "), truncated);
        assertTrue(otherLanguage.contains("1 in another language"), otherLanguage);
    }

    @Test
    void shouldNameTheVocabularyThatACorpusSupports() {
        // Given
        String corpus = Runs.artifact("corpus", path("texts"));

        // When
        String reason =
                Runs.failure("tokenizer", Map.of("corpus", corpus, "vocabularySize", 5_000));

        // Then: only "ir" occurs twice, in "first" and "third"
        assertTrue(
                reason.startsWith("the corpus supports a vocabulary of 262 tokens, fewer than"),
                reason);
        request("tokenizer", Map.of("corpus", corpus, "vocabularySize", 260)).statusCode(400);
    }

    @Test
    void shouldRefuseAnArtifactThatIsNotThereOrOfAnotherKind() {
        // Given
        String corpus = Runs.artifact("corpus", path("texts"));

        // Then
        request("tokenizer", Map.of("corpus", UNKNOWN, "vocabularySize", 300))
                .statusCode(404)
                .body("detail", containsString(UNKNOWN));
        request("dataset", Map.of("corpus", corpus, "tokenizer", corpus))
                .statusCode(422)
                .body("detail", containsString("tokenizer"));
        request("tokenizer", Map.of("corpus", "nonsense", "vocabularySize", 300)).statusCode(400);
    }

    @Test
    void shouldSayWhenTheValidationSplitIsEmpty() {
        // Given
        String corpus = Runs.artifact("corpus", path("texts"));
        String tokenizer =
                Runs.artifact("tokenizer", Map.of("corpus", corpus, "vocabularySize", 261));

        // When
        String reason =
                Runs.failure(
                        "dataset",
                        Map.of(
                                "corpus", corpus,
                                "tokenizer", tokenizer,
                                "validationShare", 0.0001));

        // Then
        assertTrue(reason.contains("none of the corpus' 3 documents is for validation"), reason);
    }

    @Test
    void shouldRefuseAnEmptyUpload() {
        given().contentType("application/octet-stream")
                .body(new byte[0])
                .post("/v1/uploads")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("empty"));
    }

    private static String onlyGerman() {
        byte[] german =
                "das ist nicht von der Kommission und auch nicht von mir"
                        .getBytes(StandardCharsets.UTF_8);
        Map<String, Object> parameters =
                new HashMap<>(corpus(Map.of("upload", Runs.upload(german), "format", "lines")));
        parameters.put("language", "en");
        return Runs.failure("corpus", parameters);
    }

    private static String failure(byte[] content, String format) {
        return Runs.failure(
                "corpus",
                corpus(
                        Map.of(
                                "upload",
                                Runs.upload(content),
                                "label",
                                "mine." + format,
                                "format",
                                format)));
    }

    private static Map<String, Object> path(String path) {
        return corpus(Map.of("path", path));
    }

    private static Map<String, Object> corpus(Map<String, Object> source) {
        return Map.of("name", "test", "sources", List.of(source));
    }

    private static ValidatableResponse request(String kind, Map<String, Object> parameters) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("kind", kind, "parameters", parameters))
                .post("/v1/runs")
                .then();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
