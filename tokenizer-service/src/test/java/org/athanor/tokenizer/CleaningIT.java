package org.athanor.tokenizer;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.testkit.KafkaAndPostgres;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class CleaningIT {

    private static final String DOCUMENTS =
            """
            {"prompt": "To whom should we write if we have any questions about the meeting?", "completion": "jane@example.org"}
            {"prompt": "To whom should we  write if we have any questions about the meeting?", "completion": "joe@example.org"}
            {"prompt": "Was ist die Hauptstadt von Frankreich, und wie viele Menschen leben dort heute?", "completion": "Das ist Paris, dort leben mehr als zwei Millionen."}
            {"prompt": "Which of these four planets of our sun has the shortest year of all?", "completion": "It is Mercury, because it is the nearest one."}
            {"prompt": "What do you call a cafÃ© that sells nothing?", "completion": "A place to sit down, and to talk with each other."}
            """;

    private static final String NEW =
            """
            {"prompt": "Which planet is the second one from our sun?", "completion": "It is Venus."}
            """;

    @Inject ArtifactStore artifacts;

    @ConfigProperty(name = "athanor.cleaning.evaluation-sets")
    Path evaluationSets;

    @BeforeEach
    void makeTheFolderOfEvaluationSets() throws IOException {
        Files.createDirectories(evaluationSets);
    }

    @Test
    void shouldCleanACorpusAndReportIt() throws IOException {
        // Given
        Files.writeString(
                evaluationSets.resolve("planets.jsonl"),
                "{\"question\": \"Which of these four planets of our sun has the shortest year of all?\"}\n");
        Map<String, Object> steps =
                Map.of(
                        "repair", Map.of(),
                        "language", Map.of("languages", List.of("en"), "confidence", 0.5),
                        "decontamination", Map.of("sets", List.of("planets")),
                        "personalData", Map.of("tags", Map.of("email", "[e-mail]")),
                        "exactDuplicates", Map.of(),
                        "nearDuplicates", Map.of("threshold", 0.7));

        // When
        JsonPath run = Runs.run("corpus", parameters(steps));
        JsonPath again = Runs.run("corpus", parameters(steps));

        // Then
        assertEquals("succeeded", run.getString("state"), run::prettify);
        String id = run.getString("artifact");
        assertEquals(id, again.getString("artifact"));
        Path corpus = directory(id);
        List<String> lines = Files.readAllLines(corpus.resolve("documents.jsonl"));
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).endsWith("\"completion\":\"[e-mail]\"}"), lines.get(0));
        assertTrue(lines.get(1).contains("a caf\u00E9 that"), lines.get(1));
        assertEquals(1, run.getInt("figures.cleaning.repair.changed"));
        assertEquals(1, run.getInt("figures.cleaning.language.removed"));
        assertEquals(1, run.getInt("figures.cleaning.decontamination.removed"));
        assertEquals(2, run.getInt("figures.cleaning.personalData.changed"));
        assertEquals(1, run.getInt("figures.cleaning.exactDuplicates.removed"));
        JsonPath report =
                given().get("/v1/corpora/" + id + "/cleaning")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
        assertEquals(5, report.getInt("documentsIn"));
        assertEquals(2, report.getInt("documentsOut"));
        assertEquals("planets", report.getString("evaluationSets[0].name"));
        assertEquals("de", report.getString("steps[1].samples[0].reason"));
        assertEquals("planets", report.getString("steps[2].samples[0].reason"));
        assertTrue(report.prettify().contains("[e-mail]"), report::prettify);
    }

    @Test
    void shouldCompareWhatIsAddedWithTheCorpusThatIsExtended() throws IOException {
        // Given: a corpus that was made without comparing, and one that was made with it
        Map<String, Object> steps = Map.of("exactDuplicates", Map.of(), "nearDuplicates", Map.of());
        Map<String, Object> uncompared = parameters(Map.of());
        uncompared.remove("cleaning");
        for (Map<String, Object> parent : List.of(uncompared, parameters(steps))) {
            String id = Runs.artifact("corpus", parent);
            Map<String, Object> addition = parameters(steps);
            addition.put("extends", id);
            addition.put("sources", List.of(source(DOCUMENTS), source(NEW + DOCUMENTS)));

            // When
            JsonPath run = Runs.run("corpus", addition);

            // Then
            assertEquals("succeeded", run.getString("state"), run::prettify);
            assertEquals(6, run.getInt("figures.documents"));
            assertEquals(1, run.getInt("figures.documentsAdded"));
            Path corpus = directory(run.getString("artifact"));
            assertTrue(Files.readString(corpus.resolve("documents-00001.jsonl")).contains("Venus"));
            // a header of six longs, then 18 a document
            assertEquals(8 * (6 + 5 * 18), Files.size(corpus.resolve("fingerprints")));
            assertEquals(8 * (6 + 18), Files.size(corpus.resolve("fingerprints-00001")));
            JsonPath report =
                    given().get("/v1/corpora/" + run.getString("artifact") + "/cleaning")
                            .jsonPath();
            assertEquals(5, report.getInt("parentDocuments"));
            assertEquals(10, report.getInt("steps[0].found.exactDuplicateOfParent"));

            // And
            Map<String, Object> again = new HashMap<>(addition);
            again.put("extends", run.getString("artifact"));
            String reason = Runs.failure("corpus", again);
            assertTrue(
                    reason.contains(
                            "nothing would be added to corpus " + run.getString("artifact")),
                    reason);
            again.remove("cleaning");
            Path uncleaned = directory(Runs.artifact("corpus", again));
            assertTrue(Files.exists(uncleaned.resolve("fingerprints-00001")));
        }
    }

    @Test
    void shouldSayWhatCannotBeDoneBeforeTheRun() {
        // Then
        refused(Map.of("decontamination", Map.of("sets", List.of("unheard-of"))))
                .body("detail", containsString("there is no evaluation set 'unheard-of'"));
        refused(Map.of("language", Map.of("languages", List.of("xx"))))
                .body("detail", containsString("language 'xx' is not known"));
        refused(Map.of("nearDuplicates", Map.of("threshold", 0.1)))
                .body("detail", containsString("threshold"));
        refused(Map.of("personalData", Map.of("tags", Map.of("name", "X"))))
                .body("detail", containsString("name"));
    }

    @Test
    void shouldSayWhatRemovedEverything() {
        // When
        String reason =
                Runs.failure("corpus", parameters(Map.of("quality", Map.of("minimumWords", 1000))));

        // Then
        assertTrue(reason.contains("the corpus has no documents: 5 read"), reason);
        assertTrue(reason.contains("5 removed by quality"), reason);
    }

    @Test
    void shouldHaveNoReportOfACorpusThatWasNotCleaned() {
        // Given
        Map<String, Object> parameters = parameters(Map.of());
        parameters.remove("cleaning");
        String corpus = Runs.artifact("corpus", parameters);

        // Then
        given().get("/v1/corpora/" + corpus + "/cleaning")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("was not cleaned"));
        given().get("/v1/corpora/nonsense/cleaning").then().statusCode(400);
        given().get("/v1/corpora/" + "0".repeat(64) + "/cleaning").then().statusCode(404);
    }

    private static ValidatableResponse refused(Map<String, Object> steps) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("kind", "corpus", "parameters", parameters(steps)))
                .post("/v1/runs")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    private static Map<String, Object> parameters(Map<String, Object> steps) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("name", "cleaned");
        parameters.put("sources", List.of(source(DOCUMENTS)));
        parameters.put("cleaning", steps);
        return parameters;
    }

    private static Map<String, Object> source(String documents) {
        return Map.of("upload", Runs.upload(documents.getBytes(UTF_8)), "format", "jsonl");
    }

    private Path directory(String corpus) {
        return artifacts.open(new ArtifactId(corpus), ArtifactKind.CORPUS).directory();
    }
}
