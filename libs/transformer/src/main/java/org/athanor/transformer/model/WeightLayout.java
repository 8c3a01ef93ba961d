package org.athanor.transformer.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a model in the order in which the script takes them, each with the tensors of the
 * Hugging Face file that make it up.
 *
 * @param embeddings how many at the front are looked up instead of multiplied
 * @param body how many come before a head
 */
public record WeightLayout(List<WeightSpec> weights, int embeddings, int body) {

    private static final double INITIAL_DEVIATION = 0.02;

    public WeightLayout {
        weights = List.copyOf(weights);
    }

    /** The weights of a language model. */
    static WeightLayout of(DecoderConfig config) {
        List<WeightSpec> weights = new ArrayList<>(body(config));
        if (!config.tiedHead()) {
            weights.add(
                    matrix(
                            "lm_head.weight",
                            config.vocabularySize(),
                            config.dModel(),
                            INITIAL_DEVIATION));
        }
        return new WeightLayout(weights, embeddings(config), bodySize(config));
    }

    /** The same body under a scalar head, initialised as arXiv:1909.08593 does: N(0, 1/(d + 1)). */
    static WeightLayout scalar(DecoderConfig config) {
        List<WeightSpec> weights = new ArrayList<>(body(config));
        weights.add(
                matrix("score.weight", 1, config.dModel(), 1 / Math.sqrt(config.dModel() + 1.0)));
        weights.add(vector("score.bias", 1, 0));
        return new WeightLayout(weights, embeddings(config), bodySize(config));
    }

    /** How many weights come before a head. */
    static int bodySize(DecoderConfig config) {
        return body(config).size();
    }

    /** How many weights at the front are looked up instead of multiplied. */
    static int embeddings(DecoderConfig config) {
        return config.family() == Family.LLAMA ? 1 : 2;
    }

    /** The rows of each matrix that weight {@code index} stacks, none where it is no hidden matrix. */
    int[] hiddenMatrices(int index) {
        WeightSpec spec = weights.get(index);
        boolean hidden = index >= embeddings && index < body && spec.isMatrix();
        return hidden
                ? spec.parts().stream().mapToInt(WeightSpec.Part::rows).toArray()
                : new int[0];
    }

    public long parameters() {
        return weights.stream().mapToLong(WeightSpec::elements).sum();
    }

    private static List<WeightSpec> body(DecoderConfig config) {
        return switch (config.family()) {
            case LLAMA -> llama(config);
            case GPT2 -> gpt2(config);
        };
    }

    private static List<WeightSpec> llama(DecoderConfig c) {
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(
                matrix(
                        "model.embed_tokens.weight",
                        c.vocabularySize(),
                        c.dModel(),
                        INITIAL_DEVIATION));
        for (int layer = 0; layer < c.layers(); layer++) {
            weights.addAll(llamaLayer(c, "model.layers." + layer + "."));
        }
        weights.add(vector("model.norm.weight", c.dModel(), 1));
        return weights;
    }

    /** How many weights a layer of Llama's family has: six, and what the line adds. */
    static int llamaLayerSize(DecoderConfig config) {
        return llamaLayer(config, "").size();
    }

    private static List<WeightSpec> llamaLayer(DecoderConfig c, String prefix) {
        int queries = c.heads() * c.headDim();
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(vector(prefix + "input_layernorm.weight", c.dModel(), 1));
        weights.add(
                WeightSpec.stacked(
                        c.dModel(), INITIAL_DEVIATION, qkv(c, prefix + "self_attn.", ".weight")));
        weights.add(matrix(prefix + "self_attn.o_proj.weight", c.dModel(), queries, residual(c)));
        weights.add(vector(prefix + "post_attention_layernorm.weight", c.dModel(), 1));
        weights.add(
                WeightSpec.stacked(
                        c.dModel(),
                        INITIAL_DEVIATION,
                        new WeightSpec.Part(prefix + "mlp.gate_proj.weight", c.dHidden(), false),
                        new WeightSpec.Part(prefix + "mlp.up_proj.weight", c.dHidden(), false)));
        weights.add(matrix(prefix + "mlp.down_proj.weight", c.dModel(), c.dHidden(), residual(c)));
        if (c.modelType().qkvBias()) {
            weights.add(WeightSpec.vector(0, qkv(c, prefix + "self_attn.", ".bias")));
        }
        if (c.modelType().qkNorm()) {
            weights.add(vector(prefix + "self_attn.q_norm.weight", c.headDim(), 1));
            weights.add(vector(prefix + "self_attn.k_norm.weight", c.headDim(), 1));
        }
        return weights;
    }

    /** Queries, keys and values below each other. */
    private static WeightSpec.Part[] qkv(DecoderConfig c, String prefix, String suffix) {
        int queries = c.heads() * c.headDim();
        int keys = c.kvHeads() * c.headDim();
        return new WeightSpec.Part[] {
            new WeightSpec.Part(prefix + "q_proj" + suffix, queries, false),
            new WeightSpec.Part(prefix + "k_proj" + suffix, keys, false),
            new WeightSpec.Part(prefix + "v_proj" + suffix, keys, false)
        };
    }

    private static List<WeightSpec> gpt2(DecoderConfig c) {
        List<WeightSpec> weights = new ArrayList<>();
        int d = c.dModel();
        weights.add(matrix("transformer.wte.weight", c.vocabularySize(), d, INITIAL_DEVIATION));
        weights.add(matrix("transformer.wpe.weight", c.contextLength(), d, INITIAL_DEVIATION));
        for (int layer = 0; layer < c.layers(); layer++) {
            String prefix = "transformer.h." + layer + ".";
            norm(weights, prefix + "ln_1", d);
            linear(weights, prefix + "attn.c_attn", 3 * d, d, INITIAL_DEVIATION);
            linear(weights, prefix + "attn.c_proj", d, d, residual(c));
            norm(weights, prefix + "ln_2", d);
            linear(weights, prefix + "mlp.c_fc", c.dHidden(), d, INITIAL_DEVIATION);
            linear(weights, prefix + "mlp.c_proj", d, c.dHidden(), residual(c));
        }
        norm(weights, "transformer.ln_f", d);
        return weights;
    }

    private static void norm(List<WeightSpec> weights, String name, int width) {
        weights.add(vector(name + ".weight", width, 1));
        weights.add(vector(name + ".bias", width, 0));
    }

    /** GPT-2 keeps its matrices transposed, [in, out]. */
    private static void linear(
            List<WeightSpec> weights, String name, int out, int in, double deviation) {
        weights.add(
                WeightSpec.stacked(
                        in, deviation, new WeightSpec.Part(name + ".weight", out, true)));
        weights.add(vector(name + ".bias", out, 0));
    }

    /** Layers that write into the residual stream start smaller, as GPT-2 does: by 1/sqrt(2 layers). */
    private static double residual(DecoderConfig config) {
        return INITIAL_DEVIATION / Math.sqrt(2.0 * config.layers());
    }

    private static WeightSpec matrix(String name, int rows, int columns, double deviation) {
        return WeightSpec.stacked(columns, deviation, new WeightSpec.Part(name, rows, false));
    }

    private static WeightSpec vector(String name, int size, double value) {
        return WeightSpec.vector(value, new WeightSpec.Part(name, size, false));
    }
}
