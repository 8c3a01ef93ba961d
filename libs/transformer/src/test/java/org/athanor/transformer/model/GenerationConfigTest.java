package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.athanor.transformer.decoding.SamplingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationConfigTest {

    @TempDir private Path folder;

    @Test
    void shouldReadAPublishedFileAndComeBackAsWritten() throws IOException {
        // Given: Qwen2.5-0.5B-Instruct's
        write(
                """
                {"bos_token_id": 151643, "pad_token_id": 151643, "do_sample": true,
                 "eos_token_id": [151645, 151643], "repetition_penalty": 1.1, "temperature": 0.7,
                 "top_p": 0.8, "top_k": 20, "transformers_version": "4.37.0"}
                """);

        // When
        GenerationConfig config = GenerationConfig.read(folder);
        config.write(folder);

        // Then
        assertEquals(
                new GenerationConfig(true, 0.7, 20, 0.8, null, List.of(151645, 151643), 151643),
                config);
        assertEquals(config, GenerationConfig.read(folder));
        assertEquals(
                new SamplingOptions(0.7f, 20, 0.8f, 256, Set.of(151645, 151643), 9),
                SamplingOptions.of(config, 256, 9));
    }

    @Test
    void shouldAskForNothingWhereThereIsNoFile() throws IOException {
        assertEquals(GenerationConfig.NONE, GenerationConfig.read(folder));
        assertEquals(
                SamplingOptions.unfiltered(5, Set.of(), 1),
                SamplingOptions.of(GenerationConfig.NONE, 5, 1));
    }

    @Test
    void shouldTakeTheMostProbableTokenWhereSamplingIsOff() throws IOException {
        // Given
        write(
                "{\"do_sample\": false, \"temperature\": 0.9, \"max_new_tokens\": 7, \"eos_token_id\": 2}");

        // Then
        assertEquals(
                SamplingOptions.greedy(7, Set.of(2)),
                SamplingOptions.of(GenerationConfig.read(folder), 5, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'temperature':-1 | temperature must be between",
                "'temperature':'hot' | temperature must be a number",
                "'temperature':1e999 | temperature must be between",
                "'top_p':0 | top_p must be in",
                "'top_k':-5 | top_k must be",
                "'top_k':99999999999 | top_k must be a whole number",
                "'max_new_tokens':0 | max_new_tokens",
                "'eos_token_id':-1 | eos_token_id",
                "'eos_token_id':[1,'2'] | eos_token_id must hold whole numbers",
                "'eos_token_id':[1,99999999999] | eos_token_id must hold whole numbers",
                "'do_sample':1 | do_sample"
            })
    void shouldNameTheFieldThatIsWrong(String field, String named) throws IOException {
        // Given
        write("{" + field.replace('\'', '"') + "}");

        // When
        ModelFormatException refusal =
                assertThrows(ModelFormatException.class, () -> GenerationConfig.read(folder));

        // Then
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve(GenerationConfig.FILE), json);
    }
}
