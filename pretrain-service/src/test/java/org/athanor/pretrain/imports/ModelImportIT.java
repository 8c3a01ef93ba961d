package org.athanor.pretrain.imports;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.pretrain.Runs;
import org.athanor.pretrain.TinyDatasets;
import org.athanor.pretrain.device.Engines;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.TopicRecords;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ModelType;
import org.athanor.transformer.model.WeightFormat;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ModelImportIT {

    private static final String INDEX = "model.safetensors.index.json";

    @Inject ArtifactStore store;
    @Inject Engines engines;

    @TempDir private Path folder;

    /** A tiny Qwen2 in shards, as it would come from elsewhere. */
    @BeforeEach
    void setUp() throws IOException {
        int vocabulary = TinyDatasets.TOKENIZER.vocabularySize();
        DecoderConfig config =
                DecoderConfig.llama(vocabulary, 32, 2, 4, 2, 64, 32, true)
                        .withModelType(ModelType.QWEN2);
        try (LanguageModel model = LanguageModel.initialise(engines.automatic(), config, 3)) {
            model.save(folder, WeightFormat.BF16.withLargestShard(20_000));
        }
        TinyDatasets.TOKENIZER.save(folder);
        new GenerationConfig(true, 0.7, 20, 0.9, null, List.of(4, 0), 0).write(folder);
    }

    @Test
    void shouldMakeAModelThatIsTunedAndEvaluatedLikeAnyOther() throws IOException {
        // Given
        Files.writeString(folder.resolve("README.md"), "of no use here");
        ArtifactId answers = TinyDatasets.answers(store, 200, 40);

        try (TopicRecords published = TopicRecords.of("artifacts.published.v1")) {
            // When
            JsonPath imported = send(zip()).statusCode(201).extract().jsonPath();
            JsonPath again = send(zip()).statusCode(201).extract().jsonPath();

            // Then
            String id = imported.getString("artifact");
            assertEquals(id, again.getString("artifact"));
            assertEquals("qwen2", imported.getString("modelType"));
            Artifact artifact = store.open(new ArtifactId(id), ArtifactKind.MODEL);
            assertEquals(List.of(), artifact.manifest().parents());
            assertEquals("qwen2", artifact.manifest().configuration().get("modelType"));
            for (ArtifactFile file : artifact.manifest().files()) {
                byte[] sent = Files.readAllBytes(folder.resolve(file.path()));
                byte[] kept = Files.readAllBytes(artifact.file(file.path()));
                assertTrue(Arrays.equals(sent, kept), file.path());
            }
            assertTrue(artifact.has(INDEX));
            assertFalse(artifact.has("README.md"));
            published.await(record -> id.equals(record.key()));

            // When
            JsonPath tuned =
                    Runs.run(
                            "finetune",
                            Map.of(
                                    "model",
                                    id,
                                    "dataset",
                                    answers.value(),
                                    "steps",
                                    30,
                                    "batch",
                                    8));
            double before = loss(id, answers);
            double after = loss(tuned.getString("artifact"), answers);

            // Then
            assertTrue(after < before, "loss " + before + " before, " + after + " after");
            Artifact model =
                    store.open(new ArtifactId(tuned.getString("artifact")), ArtifactKind.MODEL);
            assertEquals(ModelType.QWEN2, DecoderConfig.read(model.directory()).modelType());
        }
    }

    @Test
    void shouldTakeAVocabularyOfLlama2c() throws IOException {
        // Given
        Files.delete(folder.resolve("tokenizer.json"));
        Files.delete(folder.resolve("tokenizer_config.json"));
        Files.write(folder.resolve("tokenizer.bin"), vocabularyOfBytes());

        // When
        String id = send(zip()).statusCode(201).extract().path("artifact");

        // Then
        Artifact artifact = store.open(new ArtifactId(id), ArtifactKind.MODEL);
        Tokenizer tokenizer = Tokenizer.load(artifact.directory());
        assertEquals("bytes alone", tokenizer.decode(tokenizer.encode("bytes alone")));
        byte[] gguf = given().get("/v1/models/" + id + "/gguf?type=bf16").asByteArray();
        assertEquals("GGUF", new String(gguf, 0, 4, StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @EnumSource(TokenizerFamily.class)
    void shouldTakeTheTokenizersOfWellKnownFamilies(TokenizerFamily family) throws IOException {
        // Given
        for (String name : List.of("tokenizer.json", "tokenizer_config.json", INDEX)) {
            Files.delete(folder.resolve(name));
        }
        for (Path shard : shards()) {
            Files.delete(shard);
        }
        family.write(folder);
        Tokenizer sent = Tokenizer.load(folder);
        DecoderConfig config =
                DecoderConfig.llama(sent.vocabularySize() + 3, 32, 2, 4, 2, 64, 32, true)
                        .withModelType(family.modelType());
        try (LanguageModel model = LanguageModel.initialise(engines.automatic(), config, 3)) {
            model.save(folder, WeightFormat.BF16);
        }

        // When
        String id = send(zip()).statusCode(201).extract().path("artifact");

        // Then
        Path kept = store.open(new ArtifactId(id), ArtifactKind.MODEL).directory();
        Tokenizer tokenizer = Tokenizer.load(kept);
        String text = "Straße 123 🦙\n  </s><|eot_id|>";
        assertArrayEquals(sent.encode(text), tokenizer.encode(text));
        assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
        assertEquals(
                family.begins(), tokenizer.isSpecial(tokenizer.encode(text)[0]), family.name());
        assertTrue(tokenizer.chats());
        assertTrue(tokenizer.stopIds().contains(tokenizer.end()));
        byte[] gguf = given().get("/v1/models/" + id + "/gguf?type=bf16").asByteArray();
        assertEquals("GGUF", new String(gguf, 0, 4, StandardCharsets.US_ASCII));
        assertTrue(
                new String(gguf, StandardCharsets.ISO_8859_1).contains(family.pre()),
                "no " + family.pre());
    }

    /** The tokens that every such file begins with: three special ones and the 256 bytes. */
    private static byte[] vocabularyOfBytes() {
        ByteBuffer out = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN).putInt(8);
        Stream<String> texts =
                Stream.concat(
                        Stream.of("<unk>", "\n<s>\n", "\n</s>\n"),
                        IntStream.range(0, 256).mapToObj("<0x%02X>"::formatted));
        texts.forEach(
                text ->
                        out.putFloat(0)
                                .putInt(text.length())
                                .put(text.getBytes(StandardCharsets.US_ASCII)));
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void shouldRefuseByNameWhatCannotBeUsed() throws IOException {
        // Given
        byte[] whole = zip();

        // Then
        send("no zip file".getBytes(StandardCharsets.UTF_8))
                .statusCode(400)
                .body("detail", containsString("holds no model"));
        send(Arrays.copyOf(whole, whole.length / 2))
                .statusCode(400)
                .body("detail", containsString("cut off"));
        refuses("tokenizer.json", null, "tokenizer.json is missing");
        refuses("config.json", "{\"model_type\":\"mamba\"}", "model_type must be one of");
        refuses("generation_config.json", "{\"top_p\":7}", "top_p");
        refuses(
                INDEX,
                "{\"weight_map\":{\"model.norm.weight\":\"../../model.safetensors\"}}",
                "weight_map.model.norm.weight");
        String shard = shards().getFirst().getFileName().toString();
        refuses(shard, null, shard);
    }

    @Test
    void shouldRefuseWeightsThatAreNoNumbers() throws IOException {
        // Given
        Path last = shards().getLast();
        byte[] bytes = Files.readAllBytes(last);
        Arrays.fill(bytes, bytes.length - 64, bytes.length, (byte) -1);
        Files.write(last, bytes);

        // Then
        send(zip()).statusCode(422).body("detail", containsString("not numbers"));
    }

    @Test
    void shouldLeaveNothingOutsideTheArtifact() throws IOException {
        // Given
        byte[] zip = zip(Map.of("../evil.json", "x", "/tmp/evil.safetensors", "x"));

        // When
        String id = send(zip).statusCode(201).extract().path("artifact");

        // Then
        Artifact artifact = store.open(new ArtifactId(id), ArtifactKind.MODEL);
        assertTrue(artifact.manifest().files().stream().noneMatch(f -> f.path().contains("evil")));
        assertTrue(Files.notExists(artifact.directory().resolveSibling("evil.json")));
    }

    private void refuses(String name, String content, String named) throws IOException {
        Path file = folder.resolve(name);
        byte[] before = Files.readAllBytes(file);
        Files.delete(file);
        if (content != null) {
            Files.writeString(file, content);
        }
        String detail = send(zip()).statusCode(422).extract().path("detail");
        assertTrue(detail.contains(named), detail);
        assertFalse(detail.contains(": /"), "no path of the service's machine: " + detail);
        Files.write(file, before);
    }

    private List<Path> shards() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
        }
    }

    private static double loss(String model, ArtifactId dataset) {
        JsonPath run = Runs.run("evaluate", Map.of("model", model, "dataset", dataset.value()));
        assertEquals("succeeded", run.getString("state"), run.getString("reason"));
        return run.getDouble("figures.validationLoss");
    }

    private static ValidatableResponse send(byte[] zip) {
        return given().contentType("application/zip").body(zip).post("/v1/models").then();
    }

    private byte[] zip() throws IOException {
        return zip(Map.of());
    }

    private byte[] zip(Map<String, String> further) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            List<Path> files = new ArrayList<>();
            try (var all = Files.list(folder)) {
                all.sorted().forEach(files::add);
            }
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
                zip.write(Files.readAllBytes(file));
            }
            for (Map.Entry<String, String> entry : further.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
