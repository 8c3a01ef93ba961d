package org.athanor.tokenizer.dataset;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.database.Database;
import org.athanor.kit.digest.Sha256;
import org.athanor.testkit.Backend;
import org.athanor.testkit.ChildJvm;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.tokenizer.Runs;
import org.athanor.tokenizer.corpus.CorpusDocuments;
import org.athanor.transformer.dataset.ShardLayout;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.athanor.transformer.tokenizer.Merge;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;

/** Datasets from the outside: where tokens came from, what is done again and what is not. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class DatasetIT {

    private static final double SHARE = 0.2;
    private static final long SPLIT_BYTES = 4 << 10;

    @Inject ArtifactStore artifacts;
    @Inject Database database;
    @Inject MeterRegistry meters;

    @Test
    void shouldSayWhichDocumentEveryTokenCameFrom() throws IOException {
        // Given: two sources, one of them with characters of several bytes
        List<String> first = lines("the first source, line", 150);
        List<String> second = lines("die zweite Quelle: Zeile ß漢", 150);
        String corpus = corpus(null, source("a.txt", first), source("b/ü.txt", second));
        String tokenizer = tokenizer(corpus);

        // When
        JsonPath run = Runs.run("dataset", building(corpus, tokenizer));
        String dataset = run.getString("artifact");

        // Then
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        Path folder = artifacts.open(new ArtifactId(dataset)).directory();
        assertTrue(Files.exists(folder.resolve("train-00001.index")), "several shards");
        for (String split : List.of("train", "validation")) {
            try (TokenShard shard = TokenShard.open(folder, split)) {
                Random random = new Random(5);
                for (int i = 0; i < 25; i++) {
                    long position = random.nextLong(shard.tokens());
                    JsonPath token = token(dataset, split, position);
                    int document = token.getInt("document");
                    String text = all.get(document);
                    List<String> source = document < 150 ? first : second;
                    assertEquals(document < 150 ? "a.txt" : "b/ü.txt", token.getString("source"));
                    assertEquals(
                            offset(source, document < 150 ? document : document - 150),
                            token.getLong("offset"));
                    assertEquals(
                            HexFormat.of()
                                    .formatHex(Sha256.digest().digest(text.getBytes(UTF_8)))
                                    .substring(0, 32),
                            token.getString("contentHash"));
                    assertEquals(corpus, token.getString("corpus"));
                    int[] ids = shard.document(token.getLong("documentInSplit"));
                    int index = token.getInt("indexInDocument");
                    assertEquals(ids[index], token.getInt("token"));
                    assertEquals(ids.length, token.getInt("documentTokens"));
                    assertEquals(
                            position,
                            shard.documentStart(token.getLong("documentInSplit")) + index);
                    String excerpt =
                            token.getString("excerpt.before")
                                    + token.getString("excerpt.token")
                                    + token.getString("excerpt.after");
                    assertTrue(
                            (text + "<|endoftext|>").contains(excerpt.replace("\uFFFD", ""))
                                    || excerpt.contains("\uFFFD"),
                            () -> excerpt + " of " + text);
                }
            }
        }
    }

    @Test
    void shouldRefuseAPositionThatIsNone() {
        // Given
        String corpus = corpus(null, source("a.txt", lines("some line", 60)));
        String dataset = Runs.artifact("dataset", building(corpus, tokenizer(corpus)));
        String tokens = "/v1/datasets/" + dataset + "/tokens/";
        long last =
                Runs.run("dataset", building(corpus, tokenizer(corpus)))
                                .getLong("figures.trainTokens")
                        - 1;

        // Then
        given().get(tokens + last).then().statusCode(200);
        given().get(tokens + (last + 1))
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("has tokens 0 to " + last));
        given().get(tokens + "-1").then().statusCode(404);
        given().get(tokens + "nine")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("'nine'"));
        given().get(tokens + "99999999999999999999").then().statusCode(400);
        given().get(tokens + "0?split=test")
                .then()
                .statusCode(400)
                .body("detail", containsString("'test'"));
        given().get("/v1/datasets/" + corpus + "/tokens/0")
                .then()
                .statusCode(422)
                .body("detail", containsString("not a dataset"));
        given().get("/v1/datasets/" + "e".repeat(64) + "/tokens/0").then().statusCode(404);
        given().get("/v1/datasets/x/tokens/0").then().statusCode(400);
    }

    @Test
    void shouldAnswerWhatItKnowsOfADatasetFromBeforeTheIndex() throws IOException {
        // Given
        String corpus = corpus(null, source("a.txt", lines("some line", 60)));
        String tokenizer = tokenizer(corpus);
        ArtifactId old;
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.DATASET)) {
            for (String split : List.of("train", "validation")) {
                try (var writer =
                        TokenShardWriter.create(
                                draft.directory(), split, ShardLayout.plain(300, false))) {
                    writer.append(new int[] {5 + 'a'});
                    writer.append(new int[] {5 + 'b', 5 + 'c', 0});
                }
            }
            List<ArtifactId> parents = List.of(new ArtifactId(corpus), new ArtifactId(tokenizer));
            old = artifacts.publish(draft, parents, Map.of(), null).id();
        }

        // Then
        given().get("/v1/datasets/" + old + "/tokens/2?split=validation")
                .then()
                .statusCode(200)
                .body("text", equalTo("c"))
                .body("documentInSplit", equalTo(1))
                .body("indexInDocument", equalTo(1))
                .body("excerpt.before", equalTo("b"))
                .body("source", nullValue())
                .body("contentHash", nullValue());
    }

    @Test
    void shouldTokenizeOnlyWhatWasAdded() throws IOException {
        // Given
        List<String> first = lines("what was there before, line", 400);
        String corpus = corpus(null, source("a.txt", first));
        String tokenizer = tokenizer(corpus);
        JsonPath before = Runs.run("dataset", building(corpus, tokenizer));
        List<String> added = lines("what came later, line", 100);

        // When
        JsonPath grown = Runs.run("corpus", addition(corpus, source("b.txt", added)));
        String grownCorpus = grown.getString("artifact");
        JsonPath after = Runs.run("dataset", building(grownCorpus, tokenizer));

        // Then
        assertEquals(500, grown.getInt("figures.documents"));
        assertEquals(100, grown.getInt("figures.documentsAdded"));
        assertEquals(
                List.of(new ArtifactId(corpus)),
                artifacts.find(new ArtifactId(grownCorpus)).orElseThrow().parents());
        assertEquals(0, before.getInt("figures.documentsReused"));
        assertTrue(before.getInt("figures.pieces") > 3);
        assertEquals(before.getInt("figures.pieces"), after.getInt("figures.piecesReused"));
        assertEquals(400, after.getInt("figures.documentsReused"));
        assertEquals(100, after.getInt("figures.documentsTokenized"));

        // When: from nothing
        database.update("delete from dataset_piece");
        JsonPath anew = Runs.run("dataset", building(grownCorpus, tokenizer));

        // Then
        assertEquals(500, anew.getInt("figures.documentsTokenized"));
        assertEquals(after.getString("artifact"), anew.getString("artifact"));
        List<String> texts = texts(after.getString("artifact"));
        List<String> all = new ArrayList<>(first);
        all.addAll(added);
        assertEquals(all.stream().sorted().toList(), texts.stream().sorted().toList());

        // When: another recipe
        Map<String, Object> otherSeed = new HashMap<>(building(grownCorpus, tokenizer));
        otherSeed.put("seed", 99);

        // Then
        assertEquals(0, Runs.run("dataset", otherSeed).getInt("figures.documentsReused"));
    }

    @Test
    void shouldTokenizeAnewWhenTheEarlierDatasetIsGoneOrDamaged() throws IOException {
        // Given
        String corpus = corpus(null, source("a.txt", lines("a line that will be lost", 300)));
        String tokenizer = tokenizer(corpus);
        ArtifactId dataset = new ArtifactId(Runs.artifact("dataset", building(corpus, tokenizer)));

        // When: a byte of it has changed
        Path tokens = artifacts.open(dataset).directory().resolve("validation.tokens");
        byte[] damaged = Files.readAllBytes(tokens);
        damaged[damaged.length - 1] ^= 1;
        Files.write(tokens, damaged);
        JsonPath afterDamage = Runs.run("dataset", building(corpus, tokenizer));
        artifacts.open(dataset);

        // When: its manifest cannot be read
        Files.writeString(artifacts.open(dataset).directory().resolve(Manifest.FILE_NAME), "cut");
        JsonPath afterCut = Runs.run("dataset", building(corpus, tokenizer));
        artifacts.open(dataset);

        // When: it is not there
        artifacts.delete(dataset);
        JsonPath afterLoss = Runs.run("dataset", building(corpus, tokenizer));

        // Then
        for (JsonPath run : List.of(afterDamage, afterCut, afterLoss)) {
            assertEquals("succeeded", run.getString("state"), run::prettify);
            assertEquals(dataset.value(), run.getString("artifact"));
            assertEquals(300, run.getInt("figures.documentsTokenized"));
        }
    }

    @Test
    void shouldRefuseToExtendWhatDoesNotGoTogether() {
        // Given
        String corpus = corpus(null, source("a.txt", lines("text", 60)));
        Map<String, Object> pairs =
                Map.of(
                        "upload",
                        Runs.upload("{\"prompt\":\"a\",\"completion\":\"b\"}".getBytes(UTF_8)),
                        "format",
                        "jsonl");

        // Then
        assertTrue(Runs.failure("corpus", addition(corpus, pairs)).contains("is of form text"));
        given().contentType("application/json")
                .body(
                        Map.of(
                                "kind",
                                "corpus",
                                "parameters",
                                addition("f".repeat(64), source("b.txt", List.of("x")))))
                .post("/v1/runs")
                .then()
                .statusCode(404);
    }

    @Test
    void shouldWriteFourBytesATokenForALargeVocabulary() throws IOException {
        // Given: a merge for every two bytes, those of the letters a to h last
        String tokenizer = publishedTokenizerOfAllPairs();
        String corpus = corpus(null, source("a.txt", lines("abcdefgh", 100)));

        // When
        String dataset = Runs.artifact("dataset", building(corpus, tokenizer));

        // Then
        Artifact artifact = artifacts.open(new ArtifactId(dataset), ArtifactKind.DATASET);
        try (TokenShard train = TokenShard.open(artifact.directory(), "train")) {
            assertEquals(5 + 256 + 65_536, train.vocabularySize());
            int[] document = train.document(0);
            assertTrue(
                    Arrays.stream(document).anyMatch(id -> id > 0xFFFF),
                    () -> Arrays.toString(document));
            Tokenizer codec = Tokenizer.load(artifact.directory());
            String text = codec.decode(document);
            assertTrue(text.startsWith("abcdefgh "), text);
            assertArrayEquals(codec.encode(text), Arrays.copyOf(document, document.length - 1));
            JsonPath token = token(dataset, "train", 0);
            assertEquals("ab", token.getString("text"));
            assertEquals(document[0], token.getInt("token"));
        }
        assertTrue(texts(dataset).contains("abcdefgh 7"));
    }

    /** A replica that claims a piece, writes half of it and is killed. */
    @Test
    void shouldTakeAKilledReplicasPieceOverAndMakeTheSameDataset() throws Exception {
        // Given
        String corpus = corpus(null, source("a.txt", lines("a line that outlives", 500)));
        String tokenizer = tokenizer(corpus);
        DatasetParameters parameters =
                new DatasetParameters(new ArtifactId(corpus), new ArtifactId(tokenizer), SHARE, 7L);
        UUID runId = UUID.randomUUID();
        List<SplitRequested> pieces =
                new CorpusDocuments(artifacts.open(new ArtifactId(corpus)))
                        .ranges(SPLIT_BYTES).stream()
                                .map(range -> Splits.split(runId, range, parameters))
                                .toList();
        SplitRequested doomed = pieces.get(pieces.size() / 2);

        // When
        double before = tokenized();
        JsonPath run;
        try (ChildJvm replica =
                ChildJvm.of(
                        DoomedReplica.class,
                        Map.of(),
                        Backend.jdbcUrl(),
                        Backend.user(),
                        Backend.password(),
                        artifacts
                                .open(doomed.corpus())
                                .directory()
                                .getParent()
                                .getParent()
                                .toString(),
                        doomed.splitId().toString(),
                        runId.toString())) {
            replica.awaitLog(DoomedReplica.HALF_WAY);
            replica.kill();
            run = Runs.run(runId, "dataset", building(corpus, tokenizer));
        }

        // Then: every piece was published once, the claim of the dead has run out
        assertEquals("succeeded", run.getString("state"), run::prettify);
        assertEquals(pieces.size(), run.getInt("figures.pieces"));
        assertEquals(pieces.size(), tokenized() - before);
        database.update("delete from dataset_piece");
        assertEquals(
                run.getString("artifact"), Runs.artifact("dataset", building(corpus, tokenizer)));
        assertEquals(0, piecesOf(corpus));
    }

    private double tokenized() {
        return meters.counter(PieceWorkers.PIECES, "outcome", "tokenized").count();
    }

    private long piecesOf(String corpus) {
        return artifacts.list(ArtifactKind.CHECKPOINT).stream()
                .map(Manifest::parents)
                .filter(parents -> parents.contains(new ArtifactId(corpus)))
                .count();
    }

    private String publishedTokenizerOfAllPairs() throws IOException {
        List<Merge> merges = new ArrayList<>();
        for (boolean letters : new boolean[] {false, true}) {
            for (int left = 0; left < 256; left++) {
                for (int right = 0; right < 256; right++) {
                    boolean both = left >= 'a' && left <= 'h' && right >= 'a' && right <= 'h';
                    if (both == letters) {
                        merges.add(new Merge(left, right));
                    }
                }
            }
        }
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.TOKENIZER)) {
            Tokenizer.ofMerges(merges).save(draft.directory());
            return artifacts.publish(draft, List.of(), Map.of(), null).id().value();
        }
    }

    private List<String> texts(String dataset) throws IOException {
        Path folder = artifacts.open(new ArtifactId(dataset)).directory();
        Tokenizer tokenizer = Tokenizer.load(folder);
        List<String> texts = new ArrayList<>();
        for (String split : List.of("train", "validation")) {
            try (TokenShard shard = TokenShard.open(folder, split)) {
                for (long i = 0; i < shard.documents(); i++) {
                    texts.add(tokenizer.decode(shard.document(i)));
                }
            }
        }
        return texts;
    }

    private static JsonPath token(String dataset, String split, long position) {
        return given().get("/v1/datasets/%s/tokens/%d?split=%s".formatted(dataset, position, split))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<String> lines(String text, int count) {
        return IntStream.range(0, count).mapToObj(i -> text + " " + i).toList();
    }

    private static long offset(List<String> lines, int number) {
        return lines.subList(0, number).stream()
                .mapToLong(line -> line.getBytes(UTF_8).length + 1)
                .sum();
    }

    private static Map<String, Object> source(String label, List<String> lines) {
        String id = Runs.upload((String.join("\n", lines) + "\n").getBytes(UTF_8));
        return Map.of("upload", id, "label", label, "format", "lines");
    }

    @SafeVarargs
    private static String corpus(String parent, Map<String, Object>... sources) {
        assertFalse(sources.length == 0);
        return Runs.artifact("corpus", addition(parent, sources));
    }

    @SafeVarargs
    private static Map<String, Object> addition(String parent, Map<String, Object>... sources) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("name", "test");
        parameters.put("sources", List.of(sources));
        if (parent != null) {
            parameters.put("extends", parent);
        }
        return parameters;
    }

    private static String tokenizer(String corpus) {
        String id = Runs.artifact("tokenizer", Map.of("corpus", corpus, "vocabularySize", 265));
        assertNotEquals(corpus, id);
        return id;
    }

    private static Map<String, Object> building(String corpus, String tokenizer) {
        return Map.of(
                "corpus", corpus, "tokenizer", tokenizer, "validationShare", SHARE, "seed", 7);
    }
}
