package org.athanor.transformer.gguf;

import java.io.IOException;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.RopeScaling;

/** Llama: llama.cpp rotates neighbouring rows of a head, Hugging Face its halves. */
final class LlamaArchitecture implements Architecture {

    @Override
    public String name() {
        return "llama";
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

    private static void plan(DecoderConfig c, TensorPlans tensors, String to, String from)
            throws IOException {
        int queries = c.heads() * c.headDim();
        int keys = c.kvHeads() * c.headDim();
        String attention = from + "self_attn.";
        tensors.vector(to + "attn_norm.weight", from + "input_layernorm.weight", c.dModel());
        tensors.interleaved(
                to + "attn_q.weight",
                attention + "q_proj.weight",
                c.heads(),
                c.headDim(),
                c.dModel());
        tensors.interleaved(
                to + "attn_k.weight",
                attention + "k_proj.weight",
                c.kvHeads(),
                c.headDim(),
                c.dModel());
        tensors.matrix(to + "attn_v.weight", attention + "v_proj.weight", keys, c.dModel());
        tensors.matrix(to + "attn_output.weight", attention + "o_proj.weight", c.dModel(), queries);
        tensors.vector(
                to + "ffn_norm.weight", from + "post_attention_layernorm.weight", c.dModel());
        tensors.matrix(
                to + "ffn_gate.weight", from + "mlp.gate_proj.weight", c.dHidden(), c.dModel());
        tensors.matrix(to + "ffn_up.weight", from + "mlp.up_proj.weight", c.dHidden(), c.dModel());
        tensors.matrix(
                to + "ffn_down.weight", from + "mlp.down_proj.weight", c.dModel(), c.dHidden());
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
