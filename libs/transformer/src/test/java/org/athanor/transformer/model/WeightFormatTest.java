package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.safetensors.MalformedSafetensorsException;
import org.athanor.transformer.safetensors.SafetensorsFiles;
import org.athanor.transformer.safetensors.SafetensorsWriter;
import org.athanor.transformer.safetensors.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights in one file and in shards, f32 and bf16. */
class WeightFormatTest {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Engine engine = TestEngines.f32();

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldComeBackFromShardsAsItWas(DecoderConfig config) throws IOException {
        try (LanguageModel model = TinyModels.spread(engine, config, 1)) {
            // When
            model.save(folder, WeightFormat.F32.withLargestShard(16_000));

            // Then
            assertTrue(shards().size() > 3, "shards: " + shards());
            for (Path shard : shards()) {
                assertTrue(Files.size(shard) < 16_000 + 8_000, shard + ": " + Files.size(shard));
            }
            assertFalse(Files.exists(folder.resolve(SINGLE)));
            JsonNode index = new ObjectMapper().readTree(folder.resolve(INDEX).toFile());
            assertEquals(
                    4 * model.parameters(), index.path("metadata").path("total_size").asLong());
            try (LanguageModel loaded = LanguageModel.load(engine, folder)) {
                assertEquals(config, loaded.config());
                assertEquals(model.sha256(), loaded.sha256());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldRoundOnceToHalfTheBytes(DecoderConfig config) throws IOException {
        try (LanguageModel model = TinyModels.spread(engine, config, 1)) {
            // Given
            Path again = folder.resolve("again");
            model.save(folder, WeightFormat.BF16);

            // When
            try (LanguageModel loaded = LanguageModel.load(engine, folder)) {
                loaded.save(again, WeightFormat.BF16);

                // Then: 8 significant bits, so half a unit in the last is at most 2^-8 of the value
                float[] exact = model.weights().tensors().get(0).toFloatArray();
                float[] rounded = loaded.weights().tensors().get(0).toFloatArray();
                for (int i = 0; i < exact.length; i++) {
                    assertEquals(exact[i], rounded[i], Math.abs(exact[i]) / 256);
                }
            }
            byte[] bytes = Files.readAllBytes(folder.resolve(SINGLE));
            assertArrayEquals(bytes, Files.readAllBytes(again.resolve(SINGLE)));
            long header = 8 + Files.size(folder.resolve(SINGLE)) - 2 * model.parameters();
            assertTrue(header < 8_000, "2 bytes a parameter and a header, not " + bytes.length);
            assertTrue(Files.readString(folder.resolve("config.json")).contains("\"bfloat16\""));
        }
    }

    @Test
    void shouldNotLeaveAnOlderFileThatWouldBeReadInstead() throws IOException {
        try (LanguageModel old = LanguageModel.initialise(engine, TinyModels.llama(), 1);
                LanguageModel model = LanguageModel.initialise(engine, TinyModels.llama(), 2)) {
            // When
            old.save(folder);
            model.save(folder, WeightFormat.F32.withLargestShard(16_000));

            // Then
            assertEquals(model.sha256(), loadedSha());

            // When
            old.save(folder);

            // Then
            assertEquals(old.sha256(), loadedSha());
            assertFalse(Files.exists(folder.resolve(INDEX)));
        }
    }

    @Test
    void shouldNameTheShardThatIsMissing() throws IOException {
        // Given
        saveShards();
        Files.delete(folder.resolve("model-00002-of-00006.safetensors"));

        // When
        NoSuchFileException refusal =
                assertThrows(NoSuchFileException.class, () -> LanguageModel.load(engine, folder));

        // Then
        assertTrue(
                refusal.getMessage().contains("model-00002-of-00006.safetensors"),
                refusal.getMessage());
    }

    @Test
    void shouldSayWhichFilesItReadsWhereThereIsNone() throws IOException {
        // Given
        saveShards();
        Files.delete(folder.resolve(INDEX));

        // When
        NoSuchFileException refusal =
                assertThrows(NoSuchFileException.class, () -> LanguageModel.load(engine, folder));

        // Then
        assertTrue(refusal.getMessage().contains("pickles"), refusal.getMessage());
    }

    @Test
    void shouldRefuseAnIndexThatLeavesTheFolder() throws IOException {
        // Given: a good shard, but elsewhere
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        saveShards();
        String shard = "model-00001-of-00006.safetensors";
        Files.move(folder.resolve(shard), elsewhere.resolve(shard));
        for (String way :
                List.of(
                        "elsewhere/" + shard,
                        "../" + folder.getFileName() + "/elsewhere/" + shard,
                        elsewhere.resolve(shard).toString(),
                        "elsewhere\\\\\\\\" + shard,
                        "..",
                        "",
                        ".hidden.safetensors")) {
            String index = Files.readString(folder.resolve(INDEX));
            Files.writeString(folder.resolve(INDEX), index.replace("\"" + shard, "\"" + way));

            // When
            MalformedSafetensorsException refusal =
                    assertThrows(
                            MalformedSafetensorsException.class,
                            () -> LanguageModel.load(engine, folder));

            // Then
            assertTrue(
                    refusal.getMessage().contains("weight_map.model.embed_tokens.weight"),
                    refusal.getMessage());
            Files.writeString(folder.resolve(INDEX), index);
        }
    }

    @Test
    void shouldRefuseAnIndexThatGivesATensorToAnotherShard() throws IOException {
        // Given
        saveShards();
        String index = Files.readString(folder.resolve(INDEX));
        Files.writeString(
                folder.resolve(INDEX),
                index.replaceFirst("model-00001-of-00006", "model-00002-of-00006"));

        // When
        MalformedSafetensorsException refusal =
                assertThrows(
                        MalformedSafetensorsException.class,
                        () -> LanguageModel.load(engine, folder));

        // Then
        assertTrue(
                refusal.getMessage()
                        .contains("model.embed_tokens.weight to model-00002-of-00006.safetensors"),
                refusal.getMessage());
    }

    @Test
    void shouldRefuseAnIndexThatForgetsATensor() throws IOException {
        // Given
        saveShards();
        String index = Files.readString(folder.resolve(INDEX));
        Files.writeString(
                folder.resolve(INDEX),
                index.replaceFirst(",\\s*\"model.norm.weight\" : \"[^\"]*\"", ""));

        // When
        MalformedSafetensorsException refusal =
                assertThrows(
                        MalformedSafetensorsException.class,
                        () -> LanguageModel.load(engine, folder));

        // Then
        assertTrue(
                refusal.getMessage().contains("does not give model.norm.weight"),
                refusal.getMessage());
    }

    /** As old files of GPT-2 have them, whose names lack their beginning too. */
    @Test
    void shouldPassOverMasksAndPositions() throws IOException {
        // Given
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.gpt2(), 1)) {
            model.save(folder);

            // When
            Path file = folder.resolve(SINGLE);
            SafetensorsFiles.addZeros(file, "h.0.attn.bias", TensorType.BOOL, 1, 1, 64, 64);
            SafetensorsFiles.addZeros(file, "h.1.attn.bias", TensorType.U8, 1, 1, 64, 64);
            SafetensorsFiles.addZeros(file, "h.0.attn.masked_bias", TensorType.F32);
            SafetensorsFiles.addZeros(file, "position_ids", TensorType.I64, 1, 64);

            // Then
            assertEquals(model.sha256(), loadedSha());
        }
    }

    @Test
    void shouldPassOverPositionsInShards() throws IOException {
        // Given
        saveShards();
        String before = loadedSha();
        String shard = "model-00002-of-00006.safetensors";
        SafetensorsFiles.addZeros(folder.resolve(shard), "model.position_ids", TensorType.I64, 64);
        String index = Files.readString(folder.resolve(INDEX));
        Files.writeString(
                folder.resolve(INDEX),
                index.replaceFirst(
                        "\"weight_map\" : \\{",
                        "\"weight_map\" : {\"model.position_ids\": \"" + shard + "\","));

        // Then
        assertEquals(before, loadedSha());
    }

    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            names = {"F32", "F16", "BF16", "F64", "F8_E4M3", "F8_E5M2"})
    void shouldRefuseWeightsWithoutAPlace(TensorType type) throws IOException {
        // Given
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.llama(), 1)) {
            model.save(folder);
        }

        // When
        SafetensorsFiles.addZeros(
                folder.resolve(SINGLE), "model.layers.0.mlp.gate.weight", type, 4, 32);

        // Then
        refuseLoading("model.layers.0.mlp.gate.weight has no place");
    }

    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            names = {"U32", "I32"})
    void shouldRefuseWeightsWhoseNumbersItDoesNotRead(TensorType type) throws IOException {
        // Given
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.llama(), 1)) {
            model.save(folder);
        }

        // When
        SafetensorsFiles.relabel(folder.resolve(SINGLE), TensorType.F32, type);

        // Then
        refuseLoading("model.embed_tokens.weight is of type " + type);
    }

    private void refuseLoading(String named) {
        MalformedSafetensorsException refusal =
                assertThrows(
                        MalformedSafetensorsException.class,
                        () -> LanguageModel.load(engine, folder));
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    }

    @Test
    void shouldCheckShapesBeforeTakingMemory() throws IOException {
        // Given: a petabyte by the configuration, some KiB by the file
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.llama(), 1)) {
            model.save(folder);
        }
        Path config = folder.resolve("config.json");
        String absurd =
                Files.readString(config)
                        .replace("\"vocab_size\" : 37", "\"vocab_size\" : 16777216")
                        .replace("\"hidden_size\" : 32", "\"hidden_size\" : 16777216");
        Files.writeString(config, absurd);

        // When
        MalformedSafetensorsException refusal =
                assertThrows(
                        MalformedSafetensorsException.class,
                        () -> LanguageModel.load(engine, folder));

        // Then
        assertTrue(
                refusal.getMessage().contains("the configuration needs [16777216, 16777216]"),
                refusal.getMessage());
    }

    @Test
    void shouldTakeLittleMoreMemoryThanTheModelToLoadIt() throws Exception {
        // Given: 134 MB of weights
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux tells memory apart");
        DecoderConfig config = DecoderConfig.llama(1 << 16, 512, 1, 8, 8, 64, 64, true);
        long bytes = config.parameters() * Float.BYTES;
        for (TensorType type : List.of(TensorType.F32, TensorType.BF16)) {
            saveZeros(config, type);
            LanguageModel.load(engine, folder).close();

            // When
            long more = peakOf(() -> LanguageModel.load(engine, folder).close());

            // Then
            assertTrue(
                    more > 0.9 * bytes && more < 1.4 * bytes,
                    "%s: %,d bytes for a model of %,d".formatted(type, more, bytes));
        }
    }

    /** A model's files, without the model in this process's memory. */
    private void saveZeros(DecoderConfig config, TensorType type) throws IOException {
        HuggingFaceConfigWriter.write(folder.resolve("config.json"), config, false, "float32");
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (WeightSpec spec : WeightLayout.of(config).weights()) {
            spec.parts().forEach(part -> shapes.put(part.name(), spec.fileShape(part)));
        }
        ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
        try (SafetensorsWriter writer =
                new SafetensorsWriter(folder.resolve(SINGLE), type, shapes, Map.of())) {
            for (long left = 4 * config.parameters(); left > 0; left -= zeros.limit()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), left));
                writer.append(zeros);
            }
            writer.finish();
        }
    }

    /** A loading of a model. */
    @FunctionalInterface
    private interface Loading {
        void run() throws IOException;
    }

    /** Bytes of this process's own memory, mapped files aside, beyond those before. */
    private static long peakOf(Loading loading) throws Exception {
        long before = settled();
        AtomicLong peak = new AtomicLong(before);
        AtomicBoolean done = new AtomicBoolean();
        Thread watch = Thread.ofPlatform().start(() -> watch(peak, done));
        loading.run();
        done.set(true);
        watch.join();
        return peak.get() - before;
    }

    /** Looks every other millisecond: looking all the time would fill the heap with what it sees. */
    private static void watch(AtomicLong peak, AtomicBoolean done) {
        while (!done.get()) {
            peak.accumulateAndGet(anonymous(), Math::max);
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** The memory after a collection, once the heap's freed pages have gone back. */
    private static long settled() throws InterruptedException {
        System.gc();
        long last = Long.MAX_VALUE;
        long now = anonymous();
        while (now < last) {
            Thread.sleep(200);
            last = now;
            now = anonymous();
        }
        return now;
    }

    private static long anonymous() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void saveShards() throws IOException {
        try (LanguageModel model = LanguageModel.initialise(engine, TinyModels.llama(), 1)) {
            model.save(folder, WeightFormat.F32.withLargestShard(15_000));
        }
        assertEquals(6, shards().size());
    }

    private List<Path> shards() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors")).toList();
        }
    }

    private String loadedSha() throws IOException {
        try (LanguageModel loaded = LanguageModel.load(engine, folder)) {
            return loaded.sha256();
        }
    }
}
