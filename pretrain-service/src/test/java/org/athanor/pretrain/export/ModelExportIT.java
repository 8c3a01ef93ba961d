package org.athanor.pretrain.export;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.pretrain.TinyDatasets;
import org.athanor.pretrain.TinyModels;
import org.athanor.pretrain.device.Engines;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.transformer.gguf.GgufReader;
import org.athanor.transformer.gguf.GgufTensor;
import org.athanor.transformer.gguf.GgufType;
import org.athanor.transformer.gguf.GgufValue;
import org.athanor.transformer.safetensors.SafetensorsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ModelExportIT {

    @Inject ArtifactStore store;
    @Inject Engines engines;

    @TempDir Path folder;

    @Test
    void shouldSendTheModelAsOneFileForLlamaCpp() throws IOException {
        // Given
        ArtifactId id = model();
        Path file = folder.resolve("model.gguf");

        // When
        Response response = given().get("/v1/models/" + id + "/gguf?type=f32");

        // Then
        assertEquals(200, response.statusCode());
        byte[] body = response.asByteArray();
        assertEquals(body.length, Long.parseLong(response.header("Content-Length")));
        assertTrue(response.header("Content-Disposition").contains("-f32.gguf"));
        Files.write(file, body);
        try (GgufReader gguf = GgufReader.open(file);
                SafetensorsReader weights =
                        SafetensorsReader.open(
                                store.open(id).directory().resolve("model.safetensors"))) {
            GgufTensor embedding = gguf.tensors().get("token_embd.weight");
            assertArrayEquals(
                    weights.floats(weights.tensors().get("model.embed_tokens.weight"), 0, 320),
                    gguf.floats(embedding, 0, 320));
            assertEquals(
                    new GgufValue.Whole(0),
                    gguf.metadata().get("tokenizer.ggml.eos_token_id"),
                    "where generation_config.json stops");
        }
    }

    @Test
    void shouldQuantiseOnTheWay() throws IOException {
        // Given
        Path file = folder.resolve("model.gguf");

        // When
        byte[] body = given().get("/v1/models/" + model() + "/gguf?type=q8_0").asByteArray();

        // Then
        Files.write(file, body);
        try (GgufReader gguf = GgufReader.open(file)) {
            assertEquals(GgufType.Q8_0, gguf.tensors().get("blk.1.attn_q.weight").type());
        }
    }

    @Test
    void shouldSendEachFileOfTheModelAsItIs() throws IOException {
        // Given
        ArtifactId id = model();
        Artifact artifact = store.open(id);

        for (ArtifactFile each : artifact.manifest().files()) {
            // When
            byte[] body = given().get("/v1/models/" + id + "/files/" + each.path()).asByteArray();

            // Then
            assertArrayEquals(Files.readAllBytes(artifact.file(each.path())), body, each.path());
        }
    }

    /** As a fine-tuning publishes it that trained an adapter. */
    @Test
    void shouldSendFilesOfItsFoldersToo() throws IOException {
        // Given
        ArtifactId id;
        try (ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            Path adapter = Files.createDirectory(draft.directory().resolve("adapter"));
            Files.writeString(adapter.resolve("adapter_config.json"), "{}");
            id = store.publish(draft, List.of(), Map.of(), null).id();
        }

        // When
        Response response = given().get("/v1/models/" + id + "/files/adapter/adapter_config.json");

        // Then
        assertEquals(200, response.statusCode());
        assertEquals("{}", response.asString());
        assertTrue(
                response.header("Content-Disposition").contains("\"adapter_config.json\""),
                response.header("Content-Disposition"));
    }

    @Test
    void shouldSayWhatCannotBeExported() {
        // Given
        String id = model().value();
        String dataset = TinyDatasets.text(store, 10, 5).value();

        // Then
        refused("/v1/models/" + id + "/gguf?type=q4_0", 400, "q4_0");
        refused("/v1/models/nonsense/gguf", 400, "nonsense");
        refused("/v1/models/" + "ab".repeat(32) + "/gguf", 404, "ab".repeat(32));
        refused("/v1/models/" + dataset + "/gguf", 422, "not a model");
        refused("/v1/models/" + id + "/files/manifest.json", 422, "manifest.json");
        refused("/v1/models/" + id + "/files/..%2Fsecret", 422, "secret");
    }

    private ArtifactId model() {
        return TinyModels.llama(store, engines.automatic());
    }

    private static void refused(String path, int status, String named) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(named));
    }
}
