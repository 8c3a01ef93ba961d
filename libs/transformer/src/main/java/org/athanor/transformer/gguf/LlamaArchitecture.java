package org.athanor.transformer.gguf;

import java.io.IOException;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.RopeScaling;

/**
 * Llama's layer and what other lines add to it. Hugging Face rotates the halves of a head against each
 * other. llama.cpp does the same for Qwen, but rotates neighbouring rows for Llama and Mistral, which it
 * takes for one architecture.
 *
 * @param name what llama.cpp calls it
 * @param neighbours whether it rotates neighbouring rows
 */
record LlamaArchitecture(String name, boolean neighbours) implements Architecture {

    static LlamaArchitecture ofNeighbours() {
        return new LlamaArchitecture("llama", true);
    }

    static LlamaArchitecture ofHalves(String name) {
        return new LlamaArchitecture(name, false);
    }

    @Override
    public void describe(DecoderConfig c, Metadata metadata) {
        metadata.putFloat(name() + ".attention.layer_norm_rms_epsilon", c.normEpsilon());
        metadata.putInteger(name() + ".rope.dimension_count", c.headDim());
        metadata.putFloat(name() + ".rope.freq_base", c.ropeTheta());
    }

    @Override
    public void plan(DecoderConfig c, TensorPlans tensors) throws IOException {
        tensors.matrix(
                "token_embd.weight", "model.embed_tokens.weight", c.vocabularySize(), c.dModel());
        if (c.ropeScaling() != null) {
            if (!neighbours) {
                throw new IOException("rope_scaling llama3 has no place in a GGUF file of " + name);
            }
            tensors.vector(
                    "rope_freqs.weight", c.headDim() / 2, (from, to) -> frequencyDivisors(c));
        }
        for (int layer = 0; layer < c.layers(); layer++) {
            plan(c, tensors, "blk." + layer + ".", "model.layers." + layer + ".");
        }
        tensors.vector("output_norm.weight", "model.norm.weight", c.dModel());
        if (!c.tiedHead()) {
            tensors.matrix("output.weight", "lm_head.weight", c.vocabularySize(), c.dModel());
        }
    }

    private void plan(DecoderConfig c, TensorPlans tensors, String to, String from)
            throws IOException {
        tensors.vector(to + "attn_norm.weight", from + "input_layernorm.weight", c.dModel());
        planAttention(c, tensors, to + "attn_", from + "self_attn.");
        tensors.vector(
                to + "ffn_norm.weight", from + "post_attention_layernorm.weight", c.dModel());
        tensors.matrix(
                to + "ffn_gate.weight", from + "mlp.gate_proj.weight", c.dHidden(), c.dModel());
        tensors.matrix(to + "ffn_up.weight", from + "mlp.up_proj.weight", c.dHidden(), c.dModel());
        tensors.matrix(
                to + "ffn_down.weight", from + "mlp.down_proj.weight", c.dModel(), c.dHidden());
    }

    private void planAttention(DecoderConfig c, TensorPlans tensors, String to, String from)
            throws IOException {
        int queries = c.heads() * c.headDim();
        int keys = c.kvHeads() * c.headDim();
        rotated(c, tensors, to + "q.weight", from + "q_proj.weight", c.heads());
        rotated(c, tensors, to + "k.weight", from + "k_proj.weight", c.kvHeads());
        tensors.matrix(to + "v.weight", from + "v_proj.weight", keys, c.dModel());
        tensors.matrix(to + "output.weight", from + "o_proj.weight", c.dModel(), queries);
        if (c.modelType().qkvBias()) {
            tensors.vector(to + "q.bias", from + "q_proj.bias", queries);
            tensors.vector(to + "k.bias", from + "k_proj.bias", keys);
            tensors.vector(to + "v.bias", from + "v_proj.bias", keys);
        }
        if (c.modelType().qkNorm()) {
            tensors.vector(to + "q_norm.weight", from + "q_norm.weight", c.headDim());
            tensors.vector(to + "k_norm.weight", from + "k_norm.weight", c.headDim());
        }
    }

    private void rotated(DecoderConfig c, TensorPlans tensors, String to, String from, int heads)
            throws IOException {
        if (neighbours) {
            tensors.interleaved(to, from, heads, c.headDim(), c.dModel());
        } else {
            tensors.matrix(to, from, heads * c.headDim(), c.dModel());
        }
    }

    /** What llama.cpp divides each rotary frequency by, since it knows no formula for it. */
    private static float[] frequencyDivisors(DecoderConfig c) {
        RopeScaling scaling = c.ropeScaling();
        float[] divisors = new float[c.headDim() / 2];
        for (int i = 0; i < divisors.length; i++) {
            double frequency = Math.pow(c.ropeTheta(), -2.0 * i / c.headDim());
            divisors[i] = (float) (frequency / scaling.scale(frequency));
        }
        return divisors;
    }
}
