package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import java.util.stream.Stream;
import org.athanor.transformer.engine.Engine;

/** Configurations small enough for a test, one for each thing that can differ. */
public final class TinyModels {

    public static final int VOCABULARY = 37;

    private TinyModels() {}

    /** Grouped heads, tied head. */
    public static DecoderConfig llama() {
        return DecoderConfig.llama(VOCABULARY, 32, 2, 4, 2, 48, 64, true);
    }

    /** As many keys as queries, a head of its own, heads wider than the model, stretched positions. */
    public static DecoderConfig llamaUntied() {
        return new DecoderConfig(
                Family.LLAMA,
                VOCABULARY,
                32,
                2,
                3,
                3,
                16,
                40,
                64,
                false,
                1e-5,
                10_000,
                new RopeScaling(8, 1, 4, 16));
    }

    public static DecoderConfig gpt2() {
        return DecoderConfig.gpt2(VOCABULARY, 32, 2, 4, 64);
    }

    public static DecoderConfig mistral() {
        return DecoderConfig.llama(VOCABULARY, 32, 2, 4, 2, 48, 64, false)
                .withModelType(ModelType.MISTRAL);
    }

    /** Biases on grouped queries, keys and values. */
    public static DecoderConfig qwen2() {
        return llama().withModelType(ModelType.QWEN2);
    }

    /** Normed queries and keys, heads wider than the model. */
    public static DecoderConfig qwen3() {
        return new DecoderConfig(
                Family.LLAMA,
                VOCABULARY,
                32,
                2,
                4,
                2,
                12,
                40,
                64,
                true,
                1e-6,
                1_000_000,
                null,
                ModelType.QWEN3);
    }

    public static Stream<DecoderConfig> all() {
        return Stream.of(llama(), llamaUntied(), mistral(), qwen2(), qwen3(), gpt2());
    }

    /**
     * A model far from uniform: initial matrices are small, here they are ten times as large, and norms
     * and biases, which all start alike, differ.
     */
    public static LanguageModel spread(Engine engine, DecoderConfig config, long seed) {
        LanguageModel model = LanguageModel.initialise(engine, config, seed);
        Random random = new Random(seed);
        for (NDArray tensor : model.weights().tensors()) {
            if (tensor.getShape().dimension() == 2) {
                tensor.muli(10f);
            } else {
                HostCopy.fill(tensor, values -> vary(values, random));
            }
        }
        model.weights().changed();
        return model;
    }

    private static void vary(float[] values, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + 0.5f * (float) random.nextGaussian();
        }
    }

    /** Random token ids; the same seed gives the same ids. */
    public static int[] ids(long seed, int length) {
        return new Random(seed).ints(length, 0, VOCABULARY).toArray();
    }

    public static int[][] rows(long seed, int batch, int length) {
        int[][] rows = new int[batch][];
        for (int i = 0; i < batch; i++) {
            rows[i] = ids(seed * 1000 + i, length);
        }
        return rows;
    }
}
