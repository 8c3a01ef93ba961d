package org.athanor.transformer.encoderdecoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.LanguageModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderDecoderModelTest {

    private final Engine engine = TestEngines.f32();

    @TempDir private Path folder;

    @Test
    void shouldComeBackFromItsFilesAsItWas() throws IOException {
        // Given
        int[][] sources = {{2, 5, 3}, {7}};
        try (EncoderDecoderModel model = TinyPairs.spread(engine);
                BeamSearch search = new BeamSearch(model)) {
            // When
            model.save(folder);

            // Then
            try (EncoderDecoderModel loaded = EncoderDecoderModel.load(engine, folder);
                    BeamSearch other = new BeamSearch(loaded)) {
                assertEquals(model.config(), loaded.config());
                assertEquals(model.sha256(), loaded.sha256());
                List<Translation> before = search.translate(sources, BeamOptions.paper());
                List<Translation> after = other.translate(sources, BeamOptions.paper());
                for (int i = 0; i < sources.length; i++) {
                    assertEquals(before.get(i).logProb(), after.get(i).logProb());
                }
            }
        }
    }

    @Test
    void shouldHaveTheSameBitsForTheSameSeedOnly() {
        EncoderDecoderConfig config = TinyPairs.config();
        try (EncoderDecoderModel one = EncoderDecoderModel.initialise(engine, config, 7);
                EncoderDecoderModel same = EncoderDecoderModel.initialise(engine, config, 7);
                EncoderDecoderModel other = EncoderDecoderModel.initialise(engine, config, 8);
                EncoderDecoderModel copy = one.copy()) {
            assertEquals(one.sha256(), same.sha256());
            assertNotEquals(one.sha256(), other.sha256());

            copy.weights().tensors().get(3).muli(2f);
            assertEquals(one.sha256(), same.sha256());
            assertNotEquals(one.sha256(), copy.sha256());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"d_model\" : 32', '\"d_model\" : 16777216', 'the configuration needs [13, 16777216]'",
        "'\"encoder_layers\" : 3', '\"encoder_layers\" : 2000000000', 'encoderLayers must be'",
        "'\"ffn_dim\" : 48', '\"ffn_dim\" : 44', 'model.encoder.layers.0.fc1.weight'",
        "'\"ffn_dim\" : 48', '\"ffn_dim\" : \"48\"', 'ffn_dim must be a whole number'",
        "'\"eos_token_id\" : 1,', '', 'eos_token_id must be a whole number, was missing'",
        "'athanor-transformer-2017', 'marian', 'model_type must be athanor-transformer-2017'"
    })
    void shouldRefuseAConfigurationThatDoesNotFit(String from, String to, String reason)
            throws IOException {
        // Given
        try (EncoderDecoderModel model =
                EncoderDecoderModel.initialise(engine, TinyPairs.config(), 1)) {
            model.save(folder);
        }
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        assertTrue(text.contains(from), text);
        Files.writeString(config, text.replace(from, to == null ? "" : to));

        // When
        IOException refusal =
                assertThrows(IOException.class, () -> EncoderDecoderModel.load(engine, folder));

        // Then
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }

    @Test
    void shouldNotBeTakenForALanguageModel() throws IOException {
        try (EncoderDecoderModel model =
                EncoderDecoderModel.initialise(engine, TinyPairs.config(), 1)) {
            model.save(folder);
        }

        IOException refusal =
                assertThrows(IOException.class, () -> LanguageModel.load(engine, folder));

        assertTrue(refusal.getMessage().contains("model_type"), refusal.getMessage());
    }

    @Test
    void shouldRefuseIdsOutsideTheVocabularyAndSourcesThatAreTooLong() {
        try (EncoderDecoderModel model =
                EncoderDecoderModel.initialise(engine, TinyPairs.config(), 1)) {
            PairBatch stranger = new PairBatch(new int[][] {{2, 13}}, new int[][] {{2}});
            PairBatch tooLong = new PairBatch(new int[][] {new int[25]}, new int[][] {{2}});
            assertTrue(refusal(model, stranger).contains("vocabulary of 13"));
            assertTrue(refusal(model, tooLong).contains("has 25 tokens"));
        }
    }

    private static String refusal(EncoderDecoderModel model, PairBatch batch) {
        return assertThrows(IllegalArgumentException.class, () -> model.logits(batch)).getMessage();
    }
}
