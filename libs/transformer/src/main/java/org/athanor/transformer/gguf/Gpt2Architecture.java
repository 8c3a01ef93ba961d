package org.athanor.transformer.gguf;

import java.io.IOException;
import org.athanor.transformer.model.DecoderConfig;

/** GPT-2, whose matrices Hugging Face keeps as [in, out]. */
final class Gpt2Architecture implements Architecture {

    @Override
    public String name() {
        return "gpt2";
    }

    @Override
    public void describe(DecoderConfig c, Metadata metadata) {
        metadata.putFloat(name() + ".attention.layer_norm_epsilon", c.normEpsilon());
    }

    @Override
    public void plan(DecoderConfig c, TensorPlans tensors) throws IOException {
        int d = c.dModel();
        tensors.matrix("token_embd.weight", "transformer.wte.weight", c.vocabularySize(), d);
        tensors.table("position_embd.weight", "transformer.wpe.weight", c.contextLength(), d);
        for (int layer = 0; layer < c.layers(); layer++) {
            String to = "blk." + layer + ".";
            String from = "transformer.h." + layer + ".";
            norm(tensors, to + "attn_norm", from + "ln_1", d);
            linear(tensors, to + "attn_qkv", from + "attn.c_attn", 3 * d, d);
            linear(tensors, to + "attn_output", from + "attn.c_proj", d, d);
            norm(tensors, to + "ffn_norm", from + "ln_2", d);
            linear(tensors, to + "ffn_up", from + "mlp.c_fc", c.dHidden(), d);
            linear(tensors, to + "ffn_down", from + "mlp.c_proj", d, c.dHidden());
        }
        norm(tensors, "output_norm", "transformer.ln_f", d);
        if (!c.tiedHead()) {
            tensors.matrix("output.weight", "lm_head.weight", c.vocabularySize(), d);
        }
    }

    private static void norm(TensorPlans tensors, String to, String from, int width)
            throws IOException {
        tensors.vector(to + ".weight", from + ".weight", width);
        tensors.vector(to + ".bias", from + ".bias", width);
    }

    private static void linear(TensorPlans tensors, String to, String from, int out, int in)
            throws IOException {
        tensors.transposed(to + ".weight", from + ".weight", out, in);
        tensors.vector(to + ".bias", from + ".bias", out);
    }
}
