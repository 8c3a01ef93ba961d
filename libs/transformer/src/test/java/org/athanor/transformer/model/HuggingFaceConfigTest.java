package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HuggingFaceConfigTest {

    private static final String LLAMA =
            "'vocab_size':32000,'hidden_size':64,'num_hidden_layers':2,'num_attention_heads':4,"
                    + "'num_key_value_heads':2,'intermediate_size':96";

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource("presets")
    void shouldComeBackAsItWasWritten(String name) throws IOException {
        // Given
        DecoderConfig config = Presets.named(name);
        HuggingFaceConfigWriter.write(folder.resolve("config.json"), config, false, "float32");

        // When
        DecoderConfig read = DecoderConfig.read(folder);

        // Then
        assertEquals(config, read);
    }

    static Iterable<String> presets() {
        return Presets.all().keySet();
    }

    @Test
    void shouldReadThePublishedFileOfQwen2() throws IOException {
        // Given: Qwen2.5-0.5B-Instruct's own
        write(
                """
                {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0,
                 "bos_token_id": 151643, "eos_token_id": 151645, "hidden_act": "silu",
                 "hidden_size": 896, "initializer_range": 0.02, "intermediate_size": 4864,
                 "max_position_embeddings": 32768, "max_window_layers": 21, "model_type": "qwen2",
                 "num_attention_heads": 14, "num_hidden_layers": 24, "num_key_value_heads": 2,
                 "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "sliding_window": 32768,
                 "tie_word_embeddings": true, "torch_dtype": "bfloat16", "use_cache": true,
                 "use_sliding_window": false, "vocab_size": 151936}
                """);

        // Then
        assertEquals(Presets.named("qwen2.5-0.5b"), DecoderConfig.read(folder));
    }

    @Test
    void shouldReadTheKeysOfNewerVersions() throws IOException {
        // Given
        write(
                """
                {"model_type": "llama", "vocab_size": 128256, "hidden_size": 2048,
                 "num_hidden_layers": 16, "num_attention_heads": 32, "num_key_value_heads": 8,
                 "head_dim": 64, "intermediate_size": 8192, "max_position_embeddings": 131072,
                 "rms_norm_eps": 1e-5, "tie_word_embeddings": true, "dtype": "bfloat16",
                 "layer_types": ["full_attention", "full_attention"], "use_sliding_window": null,
                 "rope_parameters": {"rope_type": "llama3", "rope_theta": 500000.0, "factor": 32.0,
                   "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                   "original_max_position_embeddings": 8192}}
                """);

        // Then
        assertEquals(Presets.named("llama3.2-1b"), DecoderConfig.read(folder));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'sliding_window':null | 32768",
                "'sliding_window':65536 | 32768",
                "'sliding_window':1024 | 1024",
                "'head_dim':16 | 4096" // the window of a file that does not speak of one
            })
    void shouldEndMistralsContextAtItsWindow(String window, int context) throws IOException {
        // Given
        write(
                "{'model_type':'mistral','max_position_embeddings':32768,"
                        + window
                        + ","
                        + LLAMA
                        + "}");

        // When
        DecoderConfig config = DecoderConfig.read(folder);

        // Then
        assertEquals(ModelType.MISTRAL, config.modelType());
        assertEquals(context, config.contextLength());
        assertEquals(10_000, config.ropeTheta());
        assertNull(config.ropeScaling());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'model_type':'mamba' | model_type must be one of llama, mistral, qwen2, qwen3, gpt2",
                "'model_type':7 | model_type must be a string",
                "'vocab_size':1 | model_type must be one of",
                "'model_type':'qwen2','use_sliding_window':true | use_sliding_window true",
                "'model_type':'qwen3','head_dim':16,'layer_types':['full_attention','sliding_attention'] | layer_types",
                "'model_type':'qwen3' | head_dim must be a whole number, was missing",
                "'model_type':'qwen3','head_dim':16,'attention_bias':true | attention_bias true",
                "'model_type':'llama','mlp_bias':true | mlp_bias true",
                "'model_type':'llama','hidden_act':'gelu' | hidden_act must be one of [silu]",
                "'model_type':'llama','rope_scaling':{'type':'yarn'} | rope_scaling.type must be one of",
                "'model_type':'llama','rope_scaling':7 | rope_scaling must be an object",
                "'model_type':'llama','rope_parameters':{'rope_type':'llama3'} | rope_parameters.original_max",
                "'model_type':'llama','partial_rotary_factor':0.5 | partial_rotary_factor must be 1",
                "'model_type':'llama','head_dim':1000000000000 | head_dim must be a whole number",
                "'model_type':'llama','head_dim':16777216 | heads * headDim must be between",
                "'model_type':'llama','head_dim':-2 | headDim must be between",
                "'model_type':'llama','rms_norm_eps':1e999 | normEpsilon must be between",
                "'model_type':'llama','model_type':'llama' | Duplicate field",
                "'model_type':'gpt2','n_embd':64,'n_head':4,'n_layer':2000000000,'vocab_size':9 | layers must",
                "'model_type':'gpt2','n_embd':64,'n_head':4,'scale_attn_weights':false | scale_attn_weights"
            })
    void shouldRefuseByNameWhatItCannotRun(String fields, String named) throws IOException {
        // Given
        String shape = fields.contains("gpt2") || fields.contains("vocab_size") ? "" : "," + LLAMA;
        write("{" + fields + shape + "}");

        // When
        ModelFormatException refusal =
                assertThrows(ModelFormatException.class, () -> DecoderConfig.read(folder));

        // Then
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("config.json"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"[] | not a JSON object", "{} {} | not valid JSON", "{'a': | not valid JSON"})
    void shouldRefuseWhatIsNoConfiguration(String text, String named) throws IOException {
        // Given
        write(text);

        // When
        ModelFormatException refusal =
                assertThrows(ModelFormatException.class, () -> DecoderConfig.read(folder));

        // Then
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    }

    @Test
    void shouldRefuseNestingAndSizeWithoutReadingOn() throws IOException {
        // Given
        write("{'x':" + "[".repeat(200_000));

        // Then
        ModelFormatException deep =
                assertThrows(ModelFormatException.class, () -> DecoderConfig.read(folder));
        assertTrue(deep.getMessage().contains("depth"), deep.getMessage());

        // Given
        write("{'x':'" + "y".repeat(1 << 20) + "'}");

        // Then
        ModelFormatException large =
                assertThrows(ModelFormatException.class, () -> DecoderConfig.read(folder));
        assertTrue(large.getMessage().contains("more than the 1048576"), large.getMessage());
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
    }
}
