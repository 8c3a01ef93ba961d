package org.athanor.transformer.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Configurations by name: models with their published shapes, and small ones for one machine.
 *
 * <p>GPT-3 is table 2.1 of arXiv:2005.14165. Two of its rows do not multiply out as printed (1.3B with 24
 * heads of 128 in a width of 2048; 13B with a width of 5140): the shapes here are those whose parameters
 * match the names, 16 heads and 5120. Its alternating sparse attention changes no parameter and is dense
 * here. Llama 3.2 is Meta's model card; 11B and 90B are the text towers without the vision adapter.
 * Qwen2.5 and Qwen3 are arXiv:2412.15115 and 2505.09388 with the embedding's rows of the published files.
 */
public final class Presets {

    private static final int GPT3_VOCABULARY = 50_257;
    private static final int GPT3_CONTEXT = 2_048;
    private static final int LLAMA3_VOCABULARY = 128_256;
    private static final int LLAMA3_CONTEXT = 131_072;

    private static final int QWEN_VOCABULARY = 151_936;

    private static final Map<String, DecoderConfig> ALL = Collections.unmodifiableMap(presets());

    private Presets() {}

    /** Every preset by name, small ones first. */
    public static Map<String, DecoderConfig> all() {
        return ALL;
    }

    /**
     * The preset called {@code name}.
     *
     * @throws IllegalArgumentException naming the presets there are
     */
    public static DecoderConfig named(String name) {
        DecoderConfig config = ALL.get(name);
        if (config == null) {
            throw new IllegalArgumentException(
                    "no preset is called " + name + ": choose one of " + ALL.keySet());
        }
        return config;
    }

    private static DecoderConfig gpt3(int dModel, int layers, int heads) {
        return DecoderConfig.gpt2(GPT3_VOCABULARY, dModel, layers, heads, GPT3_CONTEXT);
    }

    private static DecoderConfig llama3(
            int dModel,
            int layers,
            int heads,
            int headDim,
            int dHidden,
            boolean tied,
            double factor) {
        return new DecoderConfig(
                Family.LLAMA,
                LLAMA3_VOCABULARY,
                dModel,
                layers,
                heads,
                8,
                headDim,
                dHidden,
                LLAMA3_CONTEXT,
                tied,
                1e-5,
                500_000,
                new RopeScaling(factor, 1, 4, 8192));
    }

    private static DecoderConfig qwen25Half() {
        return new DecoderConfig(
                Family.LLAMA,
                QWEN_VOCABULARY,
                896,
                24,
                14,
                2,
                64,
                4864,
                32_768,
                true,
                1e-6,
                1_000_000,
                null,
                ModelType.QWEN2);
    }

    private static DecoderConfig qwen3Small() {
        return new DecoderConfig(
                Family.LLAMA,
                QWEN_VOCABULARY,
                1024,
                28,
                16,
                8,
                128,
                3072,
                40_960,
                true,
                1e-6,
                1_000_000,
                null,
                ModelType.QWEN3);
    }

    private static Map<String, DecoderConfig> presets() {
        Map<String, DecoderConfig> presets = new LinkedHashMap<>();
        presets.put("tiny", DecoderConfig.llama(512, 64, 2, 4, 2, 192, 128, true));
        presets.put("demo-quick", DecoderConfig.llama(2048, 192, 3, 3, 3, 512, 128, true));
        presets.put("demo", DecoderConfig.llama(4096, 256, 4, 4, 4, 704, 256, true));
        presets.put("small", DecoderConfig.llama(4096, 384, 6, 6, 6, 1024, 256, false));
        presets.put("gpt3-125m", gpt3(768, 12, 12));
        presets.put("gpt3-350m", gpt3(1024, 24, 16));
        presets.put("gpt3-760m", gpt3(1536, 24, 16));
        presets.put("gpt3-1.3b", gpt3(2048, 24, 16));
        presets.put("gpt3-2.7b", gpt3(2560, 32, 32));
        presets.put("gpt3-6.7b", gpt3(4096, 32, 32));
        presets.put("gpt3-13b", gpt3(5120, 40, 40));
        presets.put("gpt3-175b", gpt3(12_288, 96, 96));
        presets.put("llama3.2-1b", llama3(2048, 16, 32, 64, 8192, true, 32));
        presets.put("llama3.2-3b", llama3(3072, 28, 24, 128, 8192, true, 32));
        presets.put("llama3.2-11b-text", llama3(4096, 32, 32, 128, 14_336, false, 8));
        presets.put("llama3.2-90b-text", llama3(8192, 80, 64, 128, 28_672, false, 8));
        presets.put("qwen2.5-0.5b", qwen25Half());
        presets.put("qwen3-0.6b", qwen3Small());
        return presets;
    }
}
