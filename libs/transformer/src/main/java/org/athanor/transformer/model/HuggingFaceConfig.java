package org.athanor.transformer.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes {@code config.json} as Hugging Face's Llama and GPT-2 have it. */
final class HuggingFaceConfig {

    static final String FILE = "config.json";

    /** Not Hugging Face's: says that the head is a scalar. */
    private static final String HEAD = "athanor_head";

    private static final String SCALAR = "scalar";

    private static final ObjectMapper JSON = new ObjectMapper();

    private HuggingFaceConfig() {}

    static DecoderConfig read(Path file) throws IOException {
        JsonNode root = parse(file);
        if (root.path(HEAD).asText().equals(SCALAR)) {
            throw new IOException(file + ": this is a scalar model, not a language model");
        }
        return decoder(file, root);
    }

    static DecoderConfig readScalar(Path file) throws IOException {
        JsonNode root = parse(file);
        if (!root.path(HEAD).asText().equals(SCALAR)) {
            throw new IOException(
                    file + ": " + HEAD + " must be \"" + SCALAR + "\": this is no scalar model");
        }
        return decoder(file, root);
    }

    static void write(Path file, DecoderConfig config, boolean scalar) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        switch (config.family()) {
            case LLAMA -> llama(root, config);
            case GPT2 -> gpt2(root, config);
        }
        root.put("tie_word_embeddings", config.tiedHead()).put("torch_dtype", "float32");
        if (scalar) {
            root.put(HEAD, SCALAR);
        }
        Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    private static JsonNode parse(Path file) throws IOException {
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            if (!root.isObject()) {
                throw new IOException(file + ": not a JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static DecoderConfig decoder(Path file, JsonNode root) throws IOException {
        String type = root.path("model_type").asText();
        Fields fields = new Fields(file, root);
        try {
            return switch (type) {
                case "llama" -> readLlama(fields);
                case "gpt2" -> readGpt2(fields);
                default ->
                        throw new IOException(
                                file
                                        + ": model_type must be llama or gpt2, was "
                                        + root.path("model_type"));
            };
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static DecoderConfig readLlama(Fields in) throws IOException {
        in.expect("hidden_act", "silu", "silu");
        in.expectFalse("attention_bias");
        in.expectFalse("mlp_bias");
        int dModel = in.integer("hidden_size");
        int heads = in.integer("num_attention_heads");
        return new DecoderConfig(
                Family.LLAMA,
                in.integer("vocab_size"),
                dModel,
                in.integer("num_hidden_layers"),
                heads,
                in.integer("num_key_value_heads", heads),
                in.integer("head_dim", dModel / Math.max(1, heads)),
                in.integer("intermediate_size"),
                in.integer("max_position_embeddings", 2048),
                in.flag("tie_word_embeddings", false),
                in.number("rms_norm_eps", 1e-6),
                in.number("rope_theta", 10_000),
                in.ropeScaling());
    }

    private static DecoderConfig readGpt2(Fields in) throws IOException {
        in.expect("activation_function", "gelu_new", "gelu_new", "gelu_pytorch_tanh");
        int dModel = in.integer("n_embd");
        int heads = in.integer("n_head");
        return new DecoderConfig(
                Family.GPT2,
                in.integer("vocab_size"),
                dModel,
                in.integer("n_layer"),
                heads,
                heads,
                dModel / Math.max(1, heads),
                in.integer("n_inner", 4 * dModel),
                in.integer("n_positions", 1024),
                in.flag("tie_word_embeddings", true),
                in.number("layer_norm_epsilon", 1e-5),
                10_000,
                null);
    }

    private static void llama(ObjectNode out, DecoderConfig config) {
        out.putArray("architectures").add("LlamaForCausalLM");
        out.put("model_type", "llama")
                .put("vocab_size", config.vocabularySize())
                .put("hidden_size", config.dModel())
                .put("num_hidden_layers", config.layers())
                .put("num_attention_heads", config.heads())
                .put("num_key_value_heads", config.kvHeads())
                .put("head_dim", config.headDim())
                .put("intermediate_size", config.dHidden())
                .put("max_position_embeddings", config.contextLength())
                .put("rms_norm_eps", config.normEpsilon())
                .put("rope_theta", config.ropeTheta())
                .put("hidden_act", "silu")
                .put("attention_bias", false)
                .put("mlp_bias", false);
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
        out.putArray("architectures").add("GPT2LMHeadModel");
        out.put("model_type", "gpt2")
                .put("vocab_size", config.vocabularySize())
                .put("n_embd", config.dModel())
                .put("n_layer", config.layers())
                .put("n_head", config.heads())
                .put("n_inner", config.dHidden())
                .put("n_positions", config.contextLength())
                .put("layer_norm_epsilon", config.normEpsilon())
                .put("activation_function", "gelu_new");
    }

    /** Fields of a configuration, each refused by name when it is not what it must be. */
    private record Fields(Path file, JsonNode root) {

        int integer(String name) throws IOException {
            JsonNode node = root.path(name);
            if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                throw new IOException(
                        file + ": " + name + " must be a whole number, was " + shown(node));
            }
            return node.intValue();
        }

        int integer(String name, int fallback) throws IOException {
            return root.path(name).isMissingNode() || root.path(name).isNull()
                    ? fallback
                    : integer(name);
        }

        double number(String name, double fallback) throws IOException {
            JsonNode node = root.path(name);
            if (node.isMissingNode() || node.isNull()) {
                return fallback;
            }
            if (!node.isNumber()) {
                throw new IOException(file + ": " + name + " must be a number, was " + shown(node));
            }
            return node.doubleValue();
        }

        boolean flag(String name, boolean fallback) throws IOException {
            JsonNode node = root.path(name);
            if (node.isMissingNode() || node.isNull()) {
                return fallback;
            }
            if (!node.isBoolean()) {
                throw new IOException(
                        file + ": " + name + " must be true or false, was " + shown(node));
            }
            return node.booleanValue();
        }

        void expectFalse(String name) throws IOException {
            if (flag(name, false)) {
                throw new IOException(file + ": " + name + " true is not supported");
            }
        }

        void expect(String name, String fallback, String... supported) throws IOException {
            String value = root.path(name).asText(fallback);
            if (!java.util.List.of(supported).contains(value)) {
                throw new IOException(
                        file
                                + ": "
                                + name
                                + " must be one of "
                                + java.util.List.of(supported)
                                + ", was "
                                + value);
            }
        }

        RopeScaling ropeScaling() throws IOException {
            JsonNode node = root.path("rope_scaling");
            if (node.isMissingNode() || node.isNull()) {
                return null;
            }
            Fields scaling = new Fields(file, node);
            String type = node.path("rope_type").asText(node.path("type").asText());
            if (type.equals("default")) {
                return null;
            }
            if (!type.equals("llama3")) {
                throw new IOException(
                        file + ": rope_scaling.rope_type must be llama3 or default, was " + type);
            }
            return new RopeScaling(
                    scaling.number("factor", 1),
                    scaling.number("low_freq_factor", 1),
                    scaling.number("high_freq_factor", 4),
                    scaling.integer("original_max_position_embeddings"));
        }

        private static String shown(JsonNode node) {
            return node.isMissingNode() ? "missing" : node.toString();
        }
    }
}
