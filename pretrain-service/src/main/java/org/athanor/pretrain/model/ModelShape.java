package org.athanor.pretrain.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Family;

/**
 * The shape that a Hugging Face {@code config.json} describes, read without the weights: a model that
 * does not fit must be refused before it is loaded. What the engine does not support is refused when
 * it loads the model.
 */
final class ModelShape {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelShape() {}

    static DecoderConfig read(Path file) throws IOException {
        JsonNode root = JSON.readTree(file.toFile());
        String type = root.path("model_type").asText();
        return switch (type) {
            case "llama" -> llama(root);
            case "gpt2" -> gpt2(root);
            default ->
                    throw new IOException(
                            "config.json: model_type must be llama or gpt2, was '" + type + "'");
        };
    }

    private static DecoderConfig llama(JsonNode root) {
        int dModel = root.path("hidden_size").asInt();
        int heads = root.path("num_attention_heads").asInt();
        return new DecoderConfig(
                Family.LLAMA,
                root.path("vocab_size").asInt(),
                dModel,
                root.path("num_hidden_layers").asInt(),
                heads,
                root.path("num_key_value_heads").asInt(heads),
                root.path("head_dim").asInt(dModel / Math.max(1, heads)),
                root.path("intermediate_size").asInt(),
                root.path("max_position_embeddings").asInt(2048),
                root.path("tie_word_embeddings").asBoolean(false),
                root.path("rms_norm_eps").asDouble(1e-6),
                root.path("rope_theta").asDouble(10_000),
                null);
    }

    private static DecoderConfig gpt2(JsonNode root) {
        int dModel = root.path("n_embd").asInt();
        int heads = root.path("n_head").asInt();
        return new DecoderConfig(
                Family.GPT2,
                root.path("vocab_size").asInt(),
                dModel,
                root.path("n_layer").asInt(),
                heads,
                heads,
                dModel / Math.max(1, heads),
                root.path("n_inner").asInt(4 * dModel),
                root.path("n_positions").asInt(1024),
                root.path("tie_word_embeddings").asBoolean(true),
                root.path("layer_norm_epsilon").asDouble(1e-5),
                10_000,
                null);
    }
}
