package org.athanor.inference.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.inference.Api;
import org.athanor.inference.TinyModels;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Test;

/** The official client, as anybody would install it. Skipped where Node or the package is not to be had. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class OpenAiClientIT {

    private static final String NAME = "for-clients";
    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path INSTALLED = Path.of("target/openai-client");
    private static final int PATIENCE_SECONDS = 90;

    @TestHTTPResource("/v1")
    URI base;

    @TestHTTPResource("/")
    URI root;

    @Inject TinyModels models;

    @Test
    void shouldServeTheOfficialClient() throws Exception {
        // Given
        install();
        ArtifactId artifact = models.talker("hello there");
        new Api(root).promote(NAME, artifact);

        // When
        Finished client = run("node", "client.mjs", base.toString(), NAME);

        // Then
        assertEquals(0, client.exit(), client.output());
        JsonNode seen = Api.json(client.output());
        assertTrue(seen.get("models").toString().contains(NAME));
        assertEquals(NAME, seen.get("retrieved").asText());
        assertEquals(artifact.value(), seen.get("artifact").asText());
        assertEquals(artifact.value(), seen.get("chatFingerprint").asText());
        assertEquals("hello there", seen.get("chat").asText());
        assertEquals("stop", seen.get("chatFinishReason").asText());
        assertEquals("hello there", seen.get("streamed").asText());
        assertEquals("stop", seen.get("finishReason").asText());
        assertTrue(seen.get("pieces").asInt() > 5, "streamed in one piece");
        assertEquals(seen.get("chatUsage"), seen.get("usage"));
        assertEquals("NotFoundError", seen.at("/refused/name").asText());
        assertEquals("model_not_found", seen.at("/refused/code").asText());
    }

    private record Finished(int exit, String output) {}

    private static void install() throws Exception {
        assumeTrue(isThere("node") && isThere("npm"), "Node and npm are not installed");
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json", "client.mjs")) {
            Files.copy(
                    SOURCES.resolve(file),
                    INSTALLED.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Finished installed = run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        assumeTrue(
                installed.exit() == 0,
                "the npm package openai cannot be fetched: " + installed.output());
    }

    private static boolean isThere(String command) throws InterruptedException {
        try {
            return new ProcessBuilder(command, "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Finished run(String... command) throws Exception {
        Path output = Files.createTempFile("openai-client-", ".log");
        Process process =
                new ProcessBuilder(command)
                        .directory(INSTALLED.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8).strip();
        Files.delete(output);
        return new Finished(process.waitFor(), text);
    }
}
