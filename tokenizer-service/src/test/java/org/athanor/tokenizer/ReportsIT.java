package org.athanor.tokenizer;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ReportsIT {

    @Inject ArtifactStore artifacts;

    @Test
    void shouldReportOnATokenizerAndADataset() {
        // Given
        String corpus = corpus();

        // When
        JsonPath tokenizer = Runs.run("tokenizer", Map.of("corpus", corpus, "vocabularySize", 300));
        JsonPath dataset =
                Runs.run(
                        "dataset",
                        Map.of(
                                "corpus",
                                corpus,
                                "tokenizer",
                                tokenizer.getString("artifact"),
                                "validationShare",
                                0.3));

        // Then
        String report = tokenizer.getString("figures.report");
        given().get("/v1/reports/" + report)
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("tokenizer", equalTo(tokenizer.getString("artifact")))
                .body("vocabularySize", equalTo(300))
                .body("references[1].vocabulary", equalTo("cl100k_base"))
                .body("languages.find { it.name == 'en' }.documents", equalTo(60))
                .body("languages.find { it.name == 'tlh' }.documents", equalTo(60));
        given().get("/v1/reports/" + report + "/page")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("<svg"));
        given().get("/v1/reports/" + dataset.getString("figures.report"))
                .then()
                .statusCode(200)
                .body("dataset", equalTo(dataset.getString("artifact")))
                .body("documents", equalTo(120))
                .body("duplicates", equalTo(0));
        assertEquals(
                List.of(new ArtifactId(dataset.getString("artifact"))),
                artifacts
                        .open(
                                new ArtifactId(dataset.getString("figures.report")),
                                ArtifactKind.REPORT)
                        .manifest()
                        .parents());
    }

    @Test
    void shouldOfferKnownVocabulariesByName() {
        // When: token ids as OpenAI's reference gives them
        JsonPath tokenized =
                given().contentType(ContentType.JSON)
                        .body(Map.of("text", "hello w\u00f6rld <|endoftext|>"))
                        .post("/v1/tokenizers/cl100k_base/tokenize")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        // Then: no text becomes a special token, and offsets are those of characters and bytes
        List<Integer> ids = tokenized.getList("tokens.id", Integer.class);
        assertEquals(15339, ids.getFirst());
        assertTrue(ids.stream().allMatch(id -> id < 100_256), ids::toString);
        assertEquals(26, tokenized.getInt("bytes"));
        assertEquals(25, tokenized.getInt("tokens[-1].end"));
        assertEquals(26, tokenized.getInt("tokens[-1].byteEnd"));

        // When: it becomes an artifact that datasets can be built with
        String known = Runs.artifact("known-tokenizer", Map.of("name", "cl100k_base"));
        JsonPath dataset =
                Runs.run(
                        "dataset",
                        Map.of("corpus", corpus(), "tokenizer", known, "validationShare", 0.3));

        // Then: ids above 65,535 need four bytes
        assertEquals("succeeded", dataset.getString("state"), dataset.prettify());
        assertEquals(120, dataset.getInt("figures.documents"));
    }

    @Test
    void shouldRefuseWhatIsNoReportAndNoVocabulary() {
        given().get("/v1/reports/nonsense").then().statusCode(400);
        given().get("/v1/reports/" + "0".repeat(64)).then().statusCode(404);
        given().contentType(ContentType.JSON)
                .body(Map.of("text", "x"))
                .post("/v1/tokenizers/cl99k_base/tokenize")
                .then()
                .statusCode(400)
                .body("detail", containsString("cl100k_base"));
    }

    /** Sixty documents whose language is told by their words, sixty that say it themselves. */
    private static String corpus() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            lines.append(
                    "{\"text\":\"this is the house of the man and that was number %d of it\"}\n"
                            .formatted(i));
            lines.append(
                    "{\"lang\":\"tlh\",\"text\":\"tlhIngan Hol Dajatlh'a' %d\"}\n".formatted(i));
        }
        String upload =
                given().contentType(ContentType.BINARY)
                        .body(lines.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .post("/v1/uploads")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
        return Runs.artifact(
                "corpus",
                Map.of(
                        "name",
                        "reported",
                        "sources",
                        List.of(Map.of("upload", upload, "format", "jsonl"))));
    }
}
