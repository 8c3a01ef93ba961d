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
import jakarta.inject.Inject;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.testkit.KafkaAndPostgres;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class BadInputIT {

    private static final String UNKNOWN = "f".repeat(64);

    @Inject ArtifactStore artifacts;

    @ConfigProperty(name = "athanor.corpus.roots")
    Path root;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectories(root.resolve("texts"));
        Files.writeString(root.resolve("texts/a.lines"), "first\nsecond\n");
        Files.writeString(root.resolve("texts/b.lines"), "third\n");
    }

    @Test
    void shouldReadAFolderBelowARoot() throws IOException {
        // When
        JsonPath run = Runs.run("corpus", path("texts"));

        // Then
        assertEquals("succeeded", run.getString("state"));
        assertEquals(3, run.getInt("figures.documents"));
        assertEquals(
                """
                {"id":0,"source":"texts/a.lines","offset":0,"text":"first"}
                {"id":1,"source":"texts/a.lines","offset":6,"text":"second"}
                {"id":2,"source":"texts/b.lines","offset":0,"text":"third"}
                """,
                Files.readString(
                        artifacts
                                .open(
                                        new ArtifactId(run.getString("artifact")),
                                        ArtifactKind.CORPUS)
                                .file("documents.jsonl")));
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
        assertTrue(
                noise.contains("1 set aside; the document at byte 0 of mine.text begins"), noise);
        assertEquals(
                "the corpus has no documents: 3 read, 0 skipped, 3 blank, 0 in another language,"
                        + " 0 set aside",
                blank);
        assertTrue(
                truncated.startsWith("mine.lines is gzip that ends too early, after "), truncated);
        assertTrue(otherLanguage.contains("1 in another language"), otherLanguage);
    }

    @Test
    void shouldSetAsideALineThatIsTooLongAndReadOn() {
        // Given: a line of 17 MB, where 16 are allowed
        byte[] lines =
                "before\n%s\nafter\n"
                        .formatted("x".repeat(17 << 20))
                        .getBytes(StandardCharsets.UTF_8);
        Map<String, Object> corpus =
                corpus(Map.of("upload", Runs.upload(lines), "label", "mine.lines"));
        Map<String, Object> strict = new HashMap<>(corpus);
        strict.put("invalidDocuments", "fail");

        // When
        JsonPath lenient = Runs.run("corpus", corpus);
        String reason = Runs.failure("corpus", strict);

        // Then
        assertEquals(2, lenient.getInt("figures.documents"), lenient::prettify);
        assertEquals(1, lenient.getInt("figures.setAsideByReason.tooLong"));
        assertTrue(
                reason.startsWith("the document at byte 7 of mine.lines is a line of more than"),
                reason);
    }

    @Test
    void shouldFailOnADamagedSourceOrKeepWhatWasBeforeByPolicy() throws IOException {
        // Given: 64 MB of zeros after a line, in a zip; and a zip that is cut
        byte[] bomb = zip("good.lines", "good\n", "bomb.lines", "0".repeat(64 << 20));
        byte[] whole = zip("good.lines", "good\n", "bad.lines", noise(50_000));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        // When
        String bombs = Runs.failure("corpus", damaged(bomb, null));
        String cuts = Runs.failure("corpus", damaged(cut, "fail"));
        JsonPath afterBomb = Runs.run("corpus", damaged(bomb, "skip"));
        JsonPath afterCut = Runs.run("corpus", damaged(cut, "skip"));

        // Then
        assertTrue(bombs.matches("mine.zip unpacks \\d+ bytes to \\d+ and goes on.*"), bombs);
        assertTrue(
                cuts.matches(
                        "mine.zip!/bad.lines is an entry that .*, after \\d+ unpacked bytes"
                                + " \\(get it anew, or let damagedSources be skip .*\\)"),
                cuts);
        assertEquals(1, afterBomb.getInt("figures.damagedSources"), afterBomb::prettify);
        assertEquals(bombs, afterBomb.getString("figures.firstDamagedSource"));
        assertTrue(cuts.startsWith(afterCut.getString("figures.firstDamagedSource")), cuts);
        assertTrue(afterCut.getInt("figures.documents") > 1, afterCut::prettify);
    }

    @Test
    void shouldRefuseASourceThatIsReadTwice() {
        // When
        String reason =
                Runs.failure(
                        "corpus",
                        Map.of(
                                "name",
                                "twice",
                                "sources",
                                List.of(
                                        Map.of("path", "texts/*.lines"),
                                        Map.of("path", "texts/b.lines"))));

        // Then
        assertEquals(
                "texts/b.lines is read twice, from its byte 0 on: name each source once", reason);
    }

    private static Map<String, Object> damaged(byte[] content, String policy) {
        Map<String, Object> corpus =
                new HashMap<>(corpus(Map.of("upload", Runs.upload(content), "label", "mine.zip")));
        corpus.put("damagedSources", policy);
        return corpus;
    }

    /** Lines that do not pack well. */
    private static String noise(int lines) {
        Random random = new Random(2);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(Integer.toHexString(random.nextInt())).append('\n');
        }
        return text.toString();
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
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
