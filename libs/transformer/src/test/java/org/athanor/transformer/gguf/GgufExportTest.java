package org.athanor.transformer.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ModelType;
import org.athanor.transformer.model.ReferenceDecoder;
import org.athanor.transformer.model.TinyModels;
import org.athanor.transformer.model.WeightFormat;
import org.athanor.transformer.safetensors.SafetensorsFiles;
import org.athanor.transformer.safetensors.TensorType;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GgufExportTest {

    private static final int ROWS = 270;

    private final Tokenizer tokenizer = ExportedModel.tokenizer();

    @TempDir Path folder;

    static Stream<DecoderConfig> models() {
        return TinyModels.all().map(config -> config.withVocabularySize(ROWS));
    }

    @ParameterizedTest
    @MethodSource("models")
    void shouldComeBackBitForBitInSinglePrecision(DecoderConfig config) throws IOException {
        // Given
        Path model = saved(config, 3);
        int[] ids = TinyModels.ids(5, 20);

        // When
        Path back = back(model, GgufType.F32);

        // Then
        try (LanguageModel original = LanguageModel.load(TestEngines.f32(), model);
                LanguageModel returned = LanguageModel.load(TestEngines.f32(), back)) {
            assertEquals(original.sha256(), returned.sha256());
            double[][] expected = new ReferenceDecoder(original).logits(ids);
            double[][] logits = new ReferenceDecoder(returned).logits(ids);
            for (int t = 0; t < ids.length; t++) {
                assertArrayEquals(expected[t], logits[t], 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void shouldReadShardsAsTheOneFile(DecoderConfig config) throws IOException {
        // Given
        Path single = folder.resolve("single.gguf");
        Path sharded = folder.resolve("sharded.gguf");
        GgufExport.write(saved(config, 13), tokenizer, GgufType.BF16, single);

        // When
        Path model = saved(config, 13, WeightFormat.F32.withLargestShard(16_000));
        GgufExport.write(model, tokenizer, GgufType.BF16, sharded);

        // Then
        assertFalse(Files.exists(model.resolve("model.safetensors")));
        assertEquals(-1, Files.mismatch(single, sharded));
    }

    @Test
    void shouldLeaveOutMasksAndPositionsAndRefuseStrangeWeights() throws IOException {
        // Given
        Path plain = folder.resolve("plain.gguf");
        Path file = folder.resolve("model.gguf");
        Path model = saved(TinyModels.gpt2().withVocabularySize(ROWS), 16);
        Path weights = model.resolve("model.safetensors");
        GgufExport.write(model, tokenizer, GgufType.F32, plain);

        // When
        SafetensorsFiles.addZeros(weights, "h.0.attn.bias", TensorType.BOOL, 1, 1, 64, 64);
        SafetensorsFiles.addZeros(weights, "position_ids", TensorType.I64, 1, 64);
        GgufExport.write(model, tokenizer, GgufType.F32, file);

        // Then
        assertEquals(-1, Files.mismatch(plain, file));

        // When
        SafetensorsFiles.addZeros(weights, "h.0.crossattention.weight", TensorType.F64, 2, 2);

        // Then
        var refused =
                assertThrows(
                        IOException.class,
                        () -> GgufExport.write(model, tokenizer, GgufType.F32, file));
        assertTrue(
                refused.getMessage().contains("h.0.crossattention.weight has no place"),
                refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("models")
    void shouldRoundMatricesToBrainFloats(DecoderConfig config) throws IOException {
        // Given
        Path model = saved(config, 4);

        // When
        Map<String, float[]> returned = ExportedModel.weights(back(model, GgufType.BF16));

        // Then: eight significant bits are within 2^-8 of the value; vectors are exact
        ExportedModel.weights(model)
                .forEach(
                        (name, values) -> {
                            float[] read = returned.get(name);
                            for (int i = 0; i < values.length; i++) {
                                assertEquals(values[i], read[i], Math.abs(values[i]) / 256, name);
                            }
                        });
        assertArrayEquals(
                firstVector(ExportedModel.weights(model)), firstVector(returned), "norm weights");
    }

    @ParameterizedTest
    @MethodSource("models")
    void shouldQuantiseToWithinHalfAStep(DecoderConfig config) throws IOException {
        // Given
        Path model = saved(config, 5);

        // When
        Path file = folder.resolve("model.gguf");
        GgufExport.write(model, tokenizer, GgufType.Q8_0, file);

        // Then: the step is the block's largest magnitude over 127
        try (GgufReader gguf = GgufReader.open(file)) {
            float[] original =
                    ExportedModel.weights(model).values().stream().findFirst().orElseThrow();
            GgufTensor embedding = gguf.tensors().get("token_embd.weight");
            assertEquals(GgufType.Q8_0, embedding.type());
            assertEquals(GgufType.F32, gguf.tensors().get("output_norm.weight").type());
            float[] read = gguf.floats(embedding, 0, original.length);
            for (int block = 0; block < original.length; block += 32) {
                float largest = 0;
                for (int i = block; i < block + 32; i++) {
                    largest = Math.max(largest, Math.abs(original[i]));
                }
                double half = largest / 127.0 / 2 * (1 + 1e-3); // the scale itself is rounded
                for (int i = block; i < block + 32; i++) {
                    assertEquals(original[i], read[i], half, "element " + i);
                }
            }
            assertEquals(7, ExportedModel.whole(gguf, "general.file_type"));
            assertEquals(2, ExportedModel.whole(gguf, "general.quantization_version"));
        }
    }

    @Test
    void shouldFallBackWhereARowIsNoWholeNumberOfBlocks() throws IOException {
        // Given: a feed-forward layer of 48, and of 40 in the other
        Path file = folder.resolve("model.gguf");

        // When
        GgufExport.write(
                saved(TinyModels.llama().withVocabularySize(ROWS), 6),
                tokenizer,
                GgufType.Q8_0,
                file);

        // Then
        try (GgufReader gguf = GgufReader.open(file)) {
            assertEquals(GgufType.BF16, gguf.tensors().get("blk.0.ffn_down.weight").type());
            assertEquals(GgufType.Q8_0, gguf.tensors().get("blk.0.ffn_up.weight").type());
        }
    }

    /** llama.cpp turns rows 2i and 2i + 1 of a head together: the scores must stay what they were. */
    @Test
    void shouldGiveTheSameAttentionScoresWhenNeighboursAreRotated() throws IOException {
        // Given
        DecoderConfig config = TinyModels.llamaUntied().withVocabularySize(ROWS);
        Path model = saved(config, 7);
        Path file = folder.resolve("model.gguf");
        GgufExport.write(model, tokenizer, GgufType.F32, file);
        double[] a = new Random(1).doubles(config.dModel(), -1, 1).toArray();
        double[] b = new Random(2).doubles(config.dModel(), -1, 1).toArray();
        Map<String, float[]> weights = ExportedModel.weights(model);
        String layer = "model.layers.1.self_attn.";

        try (GgufReader gguf = GgufReader.open(file)) {
            GgufTensor divisors = gguf.tensors().get("rope_freqs.weight");
            int half = config.headDim() / 2;
            float[] divide = gguf.floats(divisors, 0, half);
            assertEquals(1.735942, divide[0], 1e-6, "2 pi lies between the bounds 4 and 16");
            assertEquals(8, divide[half - 1], 1e-5, "the slowest are stretched by the factor");

            for (int head = 0; head < config.heads(); head++) {
                // When
                double[] q = head(times(weights.get(layer + "q_proj.weight"), a), head, config);
                double[] k = head(times(weights.get(layer + "k_proj.weight"), b), head, config);
                double[] q2 = head(times(all(gguf, "blk.1.attn_q.weight"), a), head, config);
                double[] k2 = head(times(all(gguf, "blk.1.attn_k.weight"), b), head, config);
                double halves = 0;
                double neighbours = 0;
                for (int i = 0; i < half; i++) {
                    double angle =
                            (11 - 4) * Math.pow(10_000, -2.0 * i / config.headDim()) / divide[i];
                    halves += rotatedDot(q[i], q[i + half], k[i], k[i + half], angle);
                    neighbours +=
                            rotatedDot(q2[2 * i], q2[2 * i + 1], k2[2 * i], k2[2 * i + 1], angle);
                }

                // Then
                assertEquals(halves, neighbours, 1e-9);
            }
        }
    }

    @Test
    void shouldDescribeTheModelAndItsTokenizer() throws IOException {
        // Given
        Path file = folder.resolve("model.gguf");

        // When
        GgufExport.write(
                saved(TinyModels.llama().withVocabularySize(ROWS), 8),
                tokenizer,
                GgufType.F32,
                file);

        // Then
        try (GgufReader gguf = GgufReader.open(file)) {
            assertEquals("llama", ExportedModel.text(gguf, "general.architecture"));
            assertEquals(0, ExportedModel.whole(gguf, "general.file_type"));
            assertEquals(64, ExportedModel.whole(gguf, "llama.context_length"));
            assertEquals(32, ExportedModel.whole(gguf, "llama.embedding_length"));
            assertEquals(2, ExportedModel.whole(gguf, "llama.block_count"));
            assertEquals(48, ExportedModel.whole(gguf, "llama.feed_forward_length"));
            assertEquals(4, ExportedModel.whole(gguf, "llama.attention.head_count"));
            assertEquals(2, ExportedModel.whole(gguf, "llama.attention.head_count_kv"));
            assertEquals(8, ExportedModel.whole(gguf, "llama.rope.dimension_count"));
            assertEquals(ROWS, ExportedModel.whole(gguf, "llama.vocab_size"));
            assertEquals(
                    new GgufValue.Real(1e-5f),
                    gguf.metadata().get("llama.attention.layer_norm_rms_epsilon"));
            assertNull(gguf.tensors().get("output.weight"), "a tied head is the embedding");

            assertEquals("gpt2", ExportedModel.text(gguf, "tokenizer.ggml.model"));
            assertEquals("gpt-2", ExportedModel.text(gguf, "tokenizer.ggml.pre"));
            var tokens = ExportedModel.texts(gguf, "tokenizer.ggml.tokens");
            var types = ExportedModel.wholes(gguf, "tokenizer.ggml.token_type");
            assertEquals(ROWS, tokens.size());
            assertEquals("<|endoftext|>", tokens.get(0));
            assertEquals("Ġ", tokens.get(5 + ' '));
            assertEquals("hey", tokens.get(262));
            assertEquals("[PAD263]", tokens.get(263), "rows that the tokenizer has no token for");
            assertEquals(3, types.get(4));
            assertEquals(1, types.get(5));
            assertEquals(5, types.get(263));
            assertEquals(
                    List.of("h e", "he y"), ExportedModel.texts(gguf, "tokenizer.ggml.merges"));
            assertEquals(0, ExportedModel.whole(gguf, "tokenizer.ggml.bos_token_id"));
            assertEquals(4, ExportedModel.whole(gguf, "tokenizer.ggml.eos_token_id"));
            assertTrue(ExportedModel.text(gguf, "tokenizer.chat_template").contains("<|user|>"));
        }
    }

    @ParameterizedTest
    @CsvSource({"MISTRAL, llama", "QWEN2, qwen2", "QWEN3, qwen3"})
    void shouldNameEachLineAsLlamaCppKnowsIt(ModelType type, String architecture)
            throws IOException {
        // Given
        Path file = folder.resolve("model.gguf");
        DecoderConfig config = TinyModels.qwen3().withVocabularySize(ROWS).withModelType(type);

        // When
        GgufExport.write(saved(config, 14), tokenizer, GgufType.BF16, file);

        // Then
        try (GgufReader gguf = GgufReader.open(file)) {
            assertEquals(architecture, ExportedModel.text(gguf, "general.architecture"));
            assertEquals(12, ExportedModel.whole(gguf, architecture + ".attention.key_length"));
            assertEquals(12, ExportedModel.whole(gguf, architecture + ".rope.dimension_count"));
            assertEquals(
                    new GgufValue.Real(1_000_000),
                    gguf.metadata().get(architecture + ".rope.freq_base"));
            for (String each : List.of("q.bias", "k.bias", "v.bias")) {
                GgufTensor bias = gguf.tensors().get("blk.1.attn_" + each);
                assertEquals(type == ModelType.QWEN2, bias != null, each);
                assertTrue(bias == null || bias.type() == GgufType.F32, each);
            }
            for (String each : List.of("q_norm.weight", "k_norm.weight")) {
                GgufTensor norm = gguf.tensors().get("blk.1.attn_" + each);
                assertEquals(type == ModelType.QWEN3, norm != null, each);
                assertTrue(norm == null || norm.shape().equals(List.of(12L)), each);
            }
        }
    }

    @Test
    void shouldRefuseStretchedPositionsWhereLlamaCppHasNoPlaceForThem() throws IOException {
        // Given
        DecoderConfig config =
                TinyModels.llamaUntied().withVocabularySize(ROWS).withModelType(ModelType.QWEN2);
        Path model = saved(config, 15);

        // When
        var refused =
                assertThrows(
                        IOException.class,
                        () ->
                                GgufExport.write(
                                        model,
                                        tokenizer,
                                        GgufType.F32,
                                        folder.resolve("model.gguf")));

        // Then
        assertTrue(
                refused.getMessage().contains("rope_scaling llama3 has no place"),
                refused.getMessage());
    }

    @Test
    void shouldStopWhereTheModelSaysRatherThanTheTokenizer() throws IOException {
        // Given
        Path model = saved(TinyModels.gpt2().withVocabularySize(ROWS), 9);
        Path file = folder.resolve("model.gguf");

        // When
        try (GgufExport export =
                        GgufExport.open(model, "n", tokenizer, OptionalInt.of(0), GgufType.F16);
                var out =
                        Files.newByteChannel(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            export.writeTo(out);

            // Then
            assertEquals(export.bytes(), Files.size(file));
        }
        try (GgufReader gguf = GgufReader.open(file)) {
            assertEquals(0, ExportedModel.whole(gguf, "tokenizer.ggml.eos_token_id"));
            assertEquals("n", ExportedModel.text(gguf, "general.name"));
            assertEquals(GgufType.F32, gguf.tensors().get("position_embd.weight").type());
            assertEquals(GgufType.F16, gguf.tensors().get("blk.0.attn_qkv.weight").type());
        }
    }

    @Test
    void shouldRefuseAnotherModelsTokenizerAndLeaveNothingBehind() throws IOException {
        // Given
        Path model = saved(TinyModels.llama(), 10);
        Path file = folder.resolve("model.gguf");

        // When
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> GgufExport.write(model, tokenizer, GgufType.F32, file));

        // Then
        assertTrue(
                refused.getMessage().contains("263 tokens, the model only 37"),
                refused.getMessage());
        assertFalse(Files.exists(file));
        assertFalse(Files.exists(folder.resolve("model.gguf.partial")));
    }

    @ParameterizedTest
    @CsvSource({"F16, 70000, 70000.0 is too large for f16", "Q8_0, NaN, NaN cannot be quantised"})
    void shouldRefuseAValueThatItsTypeCannotHold(GgufType type, float value, String reason)
            throws IOException {
        // Given: in the last but one matrix, ffn_up; behind it lie ffn_down and the final norm
        Path model = saved(TinyModels.llama().withVocabularySize(ROWS), 11);
        Path weights = model.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(bytes.length - 4 * (32 + 32 * 48 + 10), value);
        Files.write(weights, bytes);
        Path file = folder.resolve("model.gguf");

        // When
        var refused =
                assertThrows(
                        IOException.class, () -> GgufExport.write(model, tokenizer, type, file));

        // Then
        assertTrue(
                refused.getMessage().startsWith("tensor blk.1.ffn_up.weight: " + reason),
                refused.getMessage());
        assertFalse(Files.exists(folder.resolve("model.gguf.partial")));
    }

    @Test
    void shouldCarryGpt2sTokenizerAsLlamaCppsOwnFileDoes() throws IOException {
        // Given
        Path data = Path.of("../../../shared/data/tokenizer");
        Path theirs = data.resolve("ggml-vocab-gpt-2.gguf");
        assumeTrue(
                Files.exists(theirs) && Files.exists(data.resolve("gpt2_tokenizer.json")),
                "GPT-2's vocabularies are not beside the checkout");
        Files.copy(data.resolve("gpt2_tokenizer.json"), folder.resolve("tokenizer.json"));
        Tokenizer gpt2 = Tokenizer.load(folder);
        Path model = saved(DecoderConfig.gpt2(gpt2.vocabularySize(), 32, 1, 2, 16), 12);
        Path file = folder.resolve("model.gguf");

        // When
        GgufExport.write(model, gpt2, GgufType.BF16, file);

        // Then
        try (GgufReader ours = GgufReader.open(file);
                GgufReader reference = GgufReader.open(theirs)) {
            assertEquals(
                    ExportedModel.texts(reference, "tokenizer.ggml.merges"),
                    ExportedModel.texts(ours, "tokenizer.ggml.merges"));
            assertEquals(
                    ExportedModel.texts(reference, "tokenizer.ggml.tokens"),
                    ExportedModel.texts(ours, "tokenizer.ggml.tokens").subList(0, 50257));
            assertEquals(
                    ExportedModel.wholes(reference, "tokenizer.ggml.token_type"),
                    ExportedModel.wholes(ours, "tokenizer.ggml.token_type").subList(0, 50257));
            for (String key : new String[] {"model", "pre"}) {
                assertEquals(
                        reference.metadata().get("tokenizer.ggml." + key),
                        ours.metadata().get("tokenizer.ggml." + key));
            }
        }
    }

    private Path saved(DecoderConfig config, long seed) throws IOException {
        return saved(config, seed, WeightFormat.F32);
    }

    private Path saved(DecoderConfig config, long seed, WeightFormat format) throws IOException {
        Path model = folder.resolve("model");
        try (LanguageModel random = TinyModels.spread(TestEngines.f32(), config, seed)) {
            random.save(model, format);
        }
        return model;
    }

    /** Through a GGUF file into another folder in Hugging Face's layout. */
    private Path back(Path model, GgufType type) throws IOException {
        Path file = folder.resolve("model.gguf");
        GgufExport.write(model, tokenizer, type, file);
        Path back = folder.resolve("back");
        ExportedModel.copy(model, back, "config.json");
        try (GgufReader gguf = GgufReader.open(file)) {
            ExportedModel.back(gguf, back);
        }
        return back;
    }

    private static float[] firstVector(Map<String, float[]> weights) {
        return weights.entrySet().stream()
                .filter(entry -> entry.getKey().matches(".*(norm|ln_1)\\.weight"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static float[] all(GgufReader gguf, String name) {
        GgufTensor tensor = gguf.tensors().get(name);
        return gguf.floats(tensor, 0, (int) tensor.elements());
    }

    private static double[] times(float[] matrix, double[] x) {
        double[] y = new double[matrix.length / x.length];
        for (int row = 0; row < y.length; row++) {
            for (int i = 0; i < x.length; i++) {
                y[row] += matrix[row * x.length + i] * x[i];
            }
        }
        return y;
    }

    private static double[] head(double[] rows, int head, DecoderConfig config) {
        return Arrays.copyOfRange(rows, head * config.headDim(), (head + 1) * config.headDim());
    }

    /** The dot product of two pairs after one was turned against the other. */
    private static double rotatedDot(double qa, double qb, double ka, double kb, double angle) {
        return Math.cos(angle) * (qa * ka + qb * kb) + Math.sin(angle) * (qa * kb - qb * ka);
    }
}
