package org.athanor.transformer.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** Writes {@code config.json} as Hugging Face's model of the same type reads it. */
final class HuggingFaceConfigWriter {

    private HuggingFaceConfigWriter() {}

    /**
     * @param scalar whether the head is a scalar
     * @param dtype of the weights beside it, as PyTorch calls it
     */
    static void write(Path file, DecoderConfig config, boolean scalar, String dtype)
            throws IOException {
        ObjectNode root = JsonFields.object();
        root.putArray("architectures").add(config.modelType().architecture());
        root.put("model_type", config.modelType().label())
                .put("vocab_size", config.vocabularySize());
        switch (config.family()) {
            case LLAMA -> llama(root, config);
            case GPT2 -> gpt2(root, config);
        }
        root.put("tie_word_embeddings", config.tiedHead()).put("torch_dtype", dtype);
        if (scalar) {
            root.put(HuggingFaceConfig.HEAD, HuggingFaceConfig.SCALAR);
        }
        JsonFields.write(file, root);
    }

    private static void llama(ObjectNode out, DecoderConfig config) {
        out.put("hidden_size", config.dModel())
                .put("num_hidden_layers", config.layers())
                .put("num_attention_heads", config.heads())
                .put("num_key_value_heads", config.kvHeads())
                .put("head_dim", config.headDim())
                .put("intermediate_size", config.dHidden())
                .put("max_position_embeddings", config.contextLength())
                .put("rms_norm_eps", config.normEpsilon())
                .put("rope_theta", config.ropeTheta())
                .put("hidden_act", "silu");
        switch (config.modelType()) {
            case LLAMA -> out.put("attention_bias", false).put("mlp_bias", false);
            case MISTRAL -> out.putNull("sliding_window");
            case QWEN2 -> out.put("use_sliding_window", false);
            case QWEN3 -> out.put("attention_bias", false).put("use_sliding_window", false);
            case GPT2 -> throw new IllegalStateException("GPT-2 has no Llama layer");
        }
        RopeScaling scaling = config.ropeScaling();
        if (scaling != null) {
            out.putObject("rope_scaling")
                    .put("rope_type", "llama3")
                    .put("factor", scaling.factor())
                    .put("low_freq_factor", scaling.lowFrequencyFactor())
                    .put("high_freq_factor", scaling.highFrequencyFactor())
                    .put("original_max_position_embeddings", scaling.originalContext());
        }
    }

    private static void gpt2(ObjectNode out, DecoderConfig config) {
        out.put("n_embd", config.dModel())
                .put("n_layer", config.layers())
                .put("n_head", config.heads())
                .put("n_inner", config.dHidden())
                .put("n_positions", config.contextLength())
                .put("layer_norm_epsilon", config.normEpsilon())
                .put("activation_function", "gelu_new");
    }
}
