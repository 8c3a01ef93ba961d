package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.TestEngines;
import org.athanor.transformer.safetensors.SafetensorsReader;
import org.athanor.transformer.safetensors.SafetensorsWriter;
import org.athanor.transformer.safetensors.TensorInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LoraAdapterTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Engine engine = TestEngines.f32();

    @TempDir private Path folder;

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldChangeNothingBeforeItHasLearnt(DecoderConfig config) {
        for (Engine each : List.of(TestEngines.f32(), TestEngines.bf16())) {
            // Given
            int[][] ids = TinyModels.rows(1, 2, 20);
            try (LanguageModel base = spread(each, config);
                    LoraAdapter adapter =
                            LoraAdapter.initialise(each, config, LoraConfig.allLinear(4, 8), 3);
                    LanguageModel adapted = base.adapted(adapter)) {
                // When
                float[][][] plain = base.logits(ids);
                float[][][] worn = adapted.logits(ids);

                // Then
                for (int row = 0; row < ids.length; row++) {
                    for (int t = 0; t < ids[row].length; t++) {
                        assertArrayEquals(plain[row][t], worn[row][t]);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldSayMergedWhatItSaysWorn(DecoderConfig config) {
        // Given
        int[] ids = TinyModels.ids(1, 20);
        try (LanguageModel base = spread(engine, config);
                LoraAdapter all = TinyAdapters.allLinear(engine, config, 3, 5);
                LoraAdapter some = TinyAdapters.partial(engine, config, 4, 6)) {
            String before = base.sha256();
            for (LoraAdapter adapter : List.of(all, some)) {
                try (LanguageModel adapted = base.adapted(adapter);
                        LanguageModel merged = adapted.merged()) {
                    // When
                    float[][] worn = adapted.logits(new int[][] {ids})[0];
                    float[][] within = merged.logits(new int[][] {ids})[0];

                    // Then: the same as each other and as float64, and other than the base
                    double[][] expected = new ReferenceDecoder(merged).logits(ids);
                    float[][] plain = base.logits(new int[][] {ids})[0];
                    double change = 0;
                    for (int t = 0; t < ids.length; t++) {
                        assertArrayEquals(worn[t], within[t], 2e-4f, "position " + t);
                        for (int v = 0; v < config.vocabularySize(); v++) {
                            assertEquals(expected[t][v], worn[t][v], 2e-4);
                            change = Math.max(change, Math.abs(plain[t][v] - worn[t][v]));
                        }
                    }
                    assertTrue(
                            change > 0.1, "the adapter changed logits by " + change + " at most");
                }
            }
            assertEquals(before, base.sha256());
        }
    }

    @ParameterizedTest
    @MethodSource("org.athanor.transformer.model.TinyModels#all")
    void shouldComeBackFromItsFilesAsItWas(DecoderConfig config) throws IOException {
        try (LoraAdapter adapter = TinyAdapters.partial(engine, config, 4, 5)) {
            // When
            adapter.save(folder, "somewhere/base");

            // Then
            try (LoraAdapter loaded = LoraAdapter.load(engine, config, folder)) {
                assertEquals(adapter.config(), loaded.config());
                assertEquals(adapter.sha256(), loaded.sha256());
            }
        }
    }

    @Test
    void shouldWriteAFolderInPeftsLayout() throws IOException {
        // Given
        LoraConfig config = new LoraConfig(4, 6, List.of("q_proj", "down_proj"));
        try (LoraAdapter adapter = LoraAdapter.initialise(engine, TinyModels.llama(), config, 1)) {
            // When
            adapter.save(folder, "somewhere/base");

            // Then
            JsonNode written =
                    JSON.readTree(Files.readString(folder.resolve("adapter_config.json")));
            JsonNode expected =
                    JSON.readTree(
                            """
                            {"peft_type": "LORA", "task_type": "CAUSAL_LM",
                             "base_model_name_or_path": "somewhere/base", "r": 4, "lora_alpha": 6.0,
                             "lora_dropout": 0.0, "bias": "none", "fan_in_fan_out": false,
                             "inference_mode": true, "target_modules": ["q_proj", "down_proj"]}
                            """);
            assertEquals(expected, written);
            String layer = "base_model.model.model.layers.0.";
            Map<String, TensorInfo> tensors = tensors();
            assertEquals(8, tensors.size());
            assertEquals(
                    List.of(4L, 32L), shape(tensors, layer + "self_attn.q_proj.lora_A.weight"));
            assertEquals(
                    List.of(32L, 4L), shape(tensors, layer + "self_attn.q_proj.lora_B.weight"));
            assertEquals(List.of(4L, 48L), shape(tensors, layer + "mlp.down_proj.lora_A.weight"));
            assertEquals(List.of(32L, 4L), shape(tensors, layer + "mlp.down_proj.lora_B.weight"));
        }
    }

    @ParameterizedTest
    @CsvSource({"MISTRAL", "QWEN2", "QWEN3"})
    void shouldNameTheSameLayersInEveryLineOfLlamas(ModelType type) throws IOException {
        // Given: layers of six, seven and eight weights
        DecoderConfig config = TinyModels.qwen3().withModelType(type);
        try (LoraAdapter adapter =
                LoraAdapter.initialise(engine, config, LoraConfig.allLinear(4, 8), 1)) {
            // When
            adapter.save(folder, "base");

            // Then: 7 linear layers in each of 2, no bias and no norm among them
            Map<String, TensorInfo> tensors = tensors();
            assertEquals(2 * 7 * 2, tensors.size());
            String layer = "base_model.model.model.layers.1.";
            assertEquals(
                    List.of(48L, 4L), shape(tensors, layer + "self_attn.q_proj.lora_B.weight"));
            assertEquals(
                    List.of(24L, 4L), shape(tensors, layer + "self_attn.v_proj.lora_B.weight"));
            assertEquals(
                    List.of(4L, 48L), shape(tensors, layer + "self_attn.o_proj.lora_A.weight"));
            assertEquals(List.of(40L, 4L), shape(tensors, layer + "mlp.gate_proj.lora_B.weight"));
            assertEquals(List.of(4L, 40L), shape(tensors, layer + "mlp.down_proj.lora_A.weight"));
        }
    }

    @Test
    void shouldKeepOutputsFirstForGpt2WhoseOwnMatricesLieTheOtherWay() throws IOException {
        try (LoraAdapter adapter =
                LoraAdapter.initialise(
                        engine, TinyModels.gpt2(), new LoraConfig(2, 2, List.of("c_attn")), 1)) {
            // When
            adapter.save(folder, "gpt2");

            // Then: as PEFT has them for Conv1D
            JsonNode written =
                    JSON.readTree(Files.readString(folder.resolve("adapter_config.json")));
            assertTrue(written.get("fan_in_fan_out").booleanValue());
            String name = "base_model.model.transformer.h.1.attn.c_attn.";
            assertEquals(List.of(2L, 32L), shape(tensors(), name + "lora_A.weight"));
            assertEquals(List.of(96L, 2L), shape(tensors(), name + "lora_B.weight"));
        }
    }

    private Map<String, TensorInfo> tensors() throws IOException {
        try (SafetensorsReader reader =
                SafetensorsReader.open(folder.resolve("adapter_model.safetensors"))) {
            return Map.copyOf(reader.tensors());
        }
    }

    private static List<Long> shape(Map<String, TensorInfo> tensors, String name) {
        assertTrue(tensors.containsKey(name), name + " is not among " + tensors.keySet());
        return tensors.get(name).shape();
    }

    @Test
    void shouldNameTheLayersWhereAllAreMeant() throws IOException {
        try (LoraAdapter adapter = TinyAdapters.allLinear(engine, TinyModels.gpt2(), 4, 5)) {
            // When
            adapter.save(folder, "gpt2");

            // Then
            try (LoraAdapter loaded = LoraAdapter.load(engine, TinyModels.gpt2(), folder)) {
                assertEquals(List.of("c_attn", "c_proj", "c_fc"), loaded.config().targets());
                assertEquals(adapter.sha256(), loaded.sha256());
            }
        }
    }

    @Test
    void shouldPlanForWhatLearnsAlone() {
        // Given
        Plan plan = Plan.of(TinyModels.llama(), 2, 16, ComputeType.F32);

        // When
        Plan adapted = plan.withAdapter(896);

        // Then: gradients and two moments of the adapter, beside its own weights
        assertEquals(896 * 4, adapted.gradientBytes());
        assertEquals(2 * 896 * 4, adapted.optimizerBytes());
        assertEquals(plan.weightBytes() + 896 * 4, adapted.weightBytes());
        assertTrue(adapted.trainingBytes() < plan.trainingBytes());
        assertEquals(plan.servingWeightBytes(), adapted.servingWeightBytes());
    }

    @Test
    void shouldHaveRankTimesInputsAndOutputsParameters() {
        try (LoraAdapter adapter =
                LoraAdapter.initialise(
                        engine,
                        TinyModels.llama(),
                        new LoraConfig(4, 8, List.of("q_proj", "v_proj")),
                        1)) {
            // 2 layers: q_proj 32 -> 32 and, with half as many key heads, v_proj 32 -> 16
            assertEquals(2 * (4 * (32 + 32) + 4 * (32 + 16)), adapter.parameters());
        }
    }

    @Test
    void shouldHaveTheSameBitsForTheSameSeedOnly() {
        LoraConfig config = LoraConfig.allLinear(4, 8);
        try (LoraAdapter one = LoraAdapter.initialise(engine, TinyModels.llama(), config, 7);
                LoraAdapter same = LoraAdapter.initialise(engine, TinyModels.llama(), config, 7);
                LoraAdapter other = LoraAdapter.initialise(engine, TinyModels.llama(), config, 8)) {
            assertEquals(one.sha256(), same.sha256());
            assertNotEquals(one.sha256(), other.sha256());
        }
    }

    @Test
    void shouldBeTheSameModelForReadersOfAFolderOfTheAdaptedModel() throws IOException {
        try (LanguageModel base = spread(engine, TinyModels.llama());
                LoraAdapter adapter = TinyAdapters.allLinear(engine, TinyModels.llama(), 3, 5);
                LanguageModel adapted = base.adapted(adapter);
                LanguageModel merged = adapted.merged()) {
            // When
            adapted.save(folder);

            // Then
            try (LanguageModel loaded = LanguageModel.load(engine, folder)) {
                assertEquals(merged.sha256(), loaded.sha256());
            }
        }
    }

    @Test
    void shouldRefuseWhatDoesNotGoWithTheModel() {
        DecoderConfig config = TinyModels.llama();
        refuse(config, new LoraConfig(4, 8, List.of("query")), "is called query");
        refuse(config, new LoraConfig(4, 8, List.of("lm_head")), "is called lm_head");
        refuse(config, new LoraConfig(17, 8, List.of("v_proj")), "at most 16");
        assertThrows(IllegalArgumentException.class, () -> LoraConfig.allLinear(0, 8));
        assertThrows(IllegalArgumentException.class, () -> LoraConfig.allLinear(8, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new LoraConfig(8, 8, List.of()));
        try (LanguageModel gpt2 = LanguageModel.initialise(engine, TinyModels.gpt2(), 1);
                LoraAdapter adapter = TinyAdapters.allLinear(engine, config, 3, 5)) {
            assertThrows(IllegalArgumentException.class, () -> gpt2.adapted(adapter));
        }
    }

    private void refuse(DecoderConfig base, LoraConfig config, String why) {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> LoraAdapter.initialise(engine, base, config, 1));
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"peft_type\" : \"LORA\" | \"peft_type\" : \"IA3\" | peft_type",
                "\"bias\" : \"none\" | \"bias\" : \"all\" | bias",
                "\"r\" : 4 | \"r\" : 4.5 | r must be",
                "\"r\" : 4 | \"r\" : 2000000000 | rank",
                "\"r\" : 4 | \"r\" : 8 | q_proj.lora_A.weight",
                "\"lora_alpha\" : 8.0 | \"lora_alpha\" : null | lora_alpha",
                "\"lora_dropout\" : 0.0 | \"use_dora\" : true | use_dora",
                "\"lora_dropout\" : 0.0 | \"rank_pattern\" : {\"q\": 1} | rank_pattern",
                "\"lora_dropout\" : 0.0 | \"modules_to_save\" : [\"lm_head\"] | modules_to_save",
                "\"v_proj\" | \"k_proj\" | k_proj.lora_A.weight is missing",
                "[ \"q_proj\", \"v_proj\" ] | \".*proj\" | target_modules",
                "[ \"q_proj\", \"v_proj\" ] | [ 7 ] | target_modules",
            })
    void shouldRefuseAConfigurationThatIsNotItsTensors(String was, String is, String named)
            throws IOException {
        // Given
        DecoderConfig config = TinyModels.llama();
        try (LoraAdapter adapter = TinyAdapters.partial(engine, config, 4, 5)) {
            adapter.save(folder, "base");
        }
        Path file = folder.resolve("adapter_config.json");
        String written = Files.readString(file);
        assertTrue(written.contains(was), written);
        Files.writeString(file, written.replace(was, is));

        // When
        IOException refusal =
                assertThrows(IOException.class, () -> LoraAdapter.load(engine, config, folder));

        // Then
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    }

    @Test
    void shouldNameATensorThatIsMissing() throws IOException {
        // Given
        DecoderConfig config = TinyModels.llama();
        try (LoraAdapter adapter = TinyAdapters.partial(engine, config, 4, 5)) {
            adapter.save(folder, "base");
        }
        Path file = folder.resolve("adapter_model.safetensors");
        String name = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight";
        try (SafetensorsWriter writer =
                new SafetensorsWriter(file, Map.of(name, new long[] {4, 32}), Map.of())) {
            writer.append(java.nio.ByteBuffer.allocate(4 * 32 * Float.BYTES));
            writer.finish();
        }

        // When
        IOException refusal =
                assertThrows(IOException.class, () -> LoraAdapter.load(engine, config, folder));

        // Then
        assertTrue(
                refusal.getMessage().contains("q_proj.lora_B.weight is missing"),
                refusal.getMessage());
    }

    private static LanguageModel spread(Engine engine, DecoderConfig config) {
        LanguageModel model = TinyModels.spread(engine, config, 21);
        model.weights().tensors().stream()
                .filter(t -> t.getShape().dimension() == 2)
                .forEach(t -> t.muli(0.5f));
        return model;
    }
}
