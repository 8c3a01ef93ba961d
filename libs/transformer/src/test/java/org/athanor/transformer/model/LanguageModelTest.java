package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageModelTest {

    private final Engine engine = TestEngines.f32();

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldComeBackFromItsFilesAsItWas(DecoderConfig config) throws IOException {
        try (LanguageModel model = LanguageModel.initialise(engine, config, 1)) {
            // When
            model.save(folder);

            // Then
            try (LanguageModel loaded = LanguageModel.load(engine, folder)) {
                assertEquals(config, loaded.config());
                assertEquals(model.sha256(), loaded.sha256());
            }
        }
    }

    @Test
    void shouldHaveTheSameBitsForTheSameSeedOnly() {
        try (LanguageModel one = LanguageModel.initialise(engine, TinyModels.llama(), 7);
                LanguageModel same = LanguageModel.initialise(engine, TinyModels.llama(), 7);
                LanguageModel other = LanguageModel.initialise(engine, TinyModels.llama(), 8)) {
            assertEquals(one.sha256(), same.sha256());
            assertNotEquals(one.sha256(), other.sha256());
        }
    }

    @Test
    void shouldShareNothingWithItsCopy() {
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.gpt2(), 7);
                LanguageModel copy = model.copy()) {
            String before = model.sha256();

            // When
            copy.weights().tensors().get(0).muli(2f);

            // Then
            assertEquals(before, model.sha256());
            assertNotEquals(before, copy.sha256());
        }
    }

    @Test
    void shouldComeBackFromItsFilesAsAScalarModel() throws IOException {
        try (LanguageModel body = LanguageModel.initialise(engine, TinyModels.llama(), 1);
                ScalarModel model = ScalarModel.fromLanguageModel(body, 2)) {
            // When
            model.save(folder);

            // Then
            try (ScalarModel loaded = ScalarModel.load(engine, folder)) {
                assertEquals(model.sha256(), loaded.sha256());
            }
            IOException refusal =
                    assertThrows(IOException.class, () -> LanguageModel.load(engine, folder));
            assertTrue(refusal.getMessage().contains("scalar model"), refusal.getMessage());
        }
    }

    @Test
    void shouldRefuseWeightsOfAnotherShapeByName() throws IOException {
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.llama(), 1)) {
            model.save(folder);
        }
        Path config = folder.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("\"intermediate_size\" : 48", "\"intermediate_size\" : 44"));

        // When
        IOException refusal =
                assertThrows(IOException.class, () -> LanguageModel.load(engine, folder));

        // Then
        assertTrue(
                refusal.getMessage().contains("model.layers.0.mlp.gate_proj.weight"),
                refusal.getMessage());
    }

    @Test
    void shouldRefuseAConfigurationItCannotRun() throws IOException {
        // Given
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"mamba\"}");

        // When
        IOException refusal =
                assertThrows(IOException.class, () -> LanguageModel.load(engine, folder));

        // Then
        assertTrue(refusal.getMessage().contains("model_type"), refusal.getMessage());
    }

    @Test
    void shouldRefuseIdsOutsideTheVocabulary() {
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.llama(), 1)) {
            IllegalArgumentException refusal =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> model.logits(new int[][] {{1, 2, TinyModels.VOCABULARY}}));
            assertTrue(refusal.getMessage().contains("vocabulary of 37"), refusal.getMessage());
        }
    }
}
