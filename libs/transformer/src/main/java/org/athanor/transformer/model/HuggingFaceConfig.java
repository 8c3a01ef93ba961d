package org.athanor.transformer.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Reads {@code config.json} as Hugging Face's models have it. What would change the results and is not
 * known here is refused; fields that do not matter to a forward pass are passed over.
 */
final class HuggingFaceConfig {

    static final String FILE = "config.json";

    /** Not Hugging Face's: says that the head is a scalar. */
    static final String HEAD = "athanor_head";

    static final String SCALAR = "scalar";

    /** What Mistral's window is when the field is absent; null there says that there is none. */
    private static final int MISTRAL_WINDOW = 4096;

    private final JsonFields in;

    private HuggingFaceConfig(JsonFields in) {
        this.in = in;
    }

    static DecoderConfig read(Path file) throws IOException {
        JsonFields in = JsonFields.read(file);
        if (isScalar(in)) {
            throw new ModelFormatException(file, "this is a scalar model, not a language model");
        }
        return new HuggingFaceConfig(in).decoder();
    }

    static DecoderConfig readScalar(Path file) throws IOException {
        JsonFields in = JsonFields.read(file);
        if (!isScalar(in)) {
            throw new ModelFormatException(
                    file, HEAD + " must be \"" + SCALAR + "\": this is no scalar model");
        }
        return new HuggingFaceConfig(in).decoder();
    }

    private static boolean isScalar(JsonFields in) throws IOException {
        return in.text(HEAD, "").equals(SCALAR);
    }

    private DecoderConfig decoder() throws IOException {
        ModelType type = type();
        try {
            return type.family() == Family.GPT2 ? gpt2() : llama(type);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(in.file(), e.getMessage(), e);
        }
    }

    private ModelType type() throws IOException {
        String label = in.text("model_type", "");
        for (ModelType type : ModelType.values()) {
            if (type.label().equals(label)) {
                return type;
            }
        }
        throw in.refused(
                "model_type",
                "must be one of "
                        + Arrays.stream(ModelType.values())
                                .map(ModelType::label)
                                .collect(Collectors.joining(", ")),
                in.node("model_type"));
    }

    private DecoderConfig llama(ModelType type) throws IOException {
        in.expect("hidden_act", "silu");
        // Qwen2 has its biases whatever is said; the others' would be on the output too.
        if (!type.qkvBias()) {
            in.expect("attention_bias", false);
        }
        in.expect("mlp_bias", false);
        int dModel = in.integer("hidden_size");
        int heads = in.integer("num_attention_heads");
        return new DecoderConfig(
                type.family(),
                in.integer("vocab_size"),
                dModel,
                in.integer("num_hidden_layers"),
                heads,
                kvHeads(type, heads),
                headDim(type, dModel, heads),
                in.integer("intermediate_size"),
                contextLength(type),
                in.flag("tie_word_embeddings", false),
                in.number("rms_norm_eps", 1e-6),
                rope().number("rope_theta", 10_000),
                ropeScaling(),
                type);
    }

    /** Files of the first Llama lack it, where it is the number of heads; later lines' defaults differ. */
    private int kvHeads(ModelType type, int heads) throws IOException {
        return type == ModelType.LLAMA
                ? in.integer("num_key_value_heads", heads)
                : in.integer("num_key_value_heads");
    }

    /** Qwen3's heads do not fill the model's width, so that it has to be said. */
    private int headDim(ModelType type, int dModel, int heads) throws IOException {
        return type == ModelType.QWEN3
                ? in.integer("head_dim")
                : in.integer("head_dim", dModel / Math.max(1, heads));
    }

    /**
     * The longest sequence whose results are exact. Attention here sees the whole sequence. A model whose
     * queries see a window of the latest keys only gives the same results up to the window's length, so
     * Mistral's context ends there; other lines' windows are refused.
     */
    private int contextLength(ModelType type) throws IOException {
        int length = in.integer("max_position_embeddings", 2048);
        if (type == ModelType.MISTRAL) {
            int window =
                    in.isNull("sliding_window")
                            ? length
                            : in.integer("sliding_window", MISTRAL_WINDOW);
            return Math.min(length, window);
        }
        in.expect("use_sliding_window", false);
        for (JsonNode layer : in.list("layer_types")) {
            if (!layer.asText().equals("full_attention")) {
                throw in.refused("layer_types", "must hold full_attention only", layer);
            }
        }
        return length;
    }

    /** Where the rotary fields lie: in an object of their own since Transformers 5, at the top before. */
    private JsonFields rope() throws IOException {
        JsonFields own = in.in("rope_parameters");
        return own.has("rope_theta") ? own : in;
    }

    private RopeScaling ropeScaling() throws IOException {
        JsonFields scaling = in.in(in.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
        for (JsonFields each : new JsonFields[] {in, scaling}) {
            if (each.number("partial_rotary_factor", 1) != 1) {
                throw each.refused(
                        "partial_rotary_factor", "must be 1", each.node("partial_rotary_factor"));
            }
        }
        String key = scaling.has("rope_type") ? "rope_type" : "type";
        scaling.expect(key, "default", "llama3");
        if (scaling.text(key, "default").equals("default")) {
            return null;
        }
        return new RopeScaling(
                scaling.number("factor", 1),
                scaling.number("low_freq_factor", 1),
                scaling.number("high_freq_factor", 4),
                scaling.integer("original_max_position_embeddings"));
    }

    private DecoderConfig gpt2() throws IOException {
        in.expect("activation_function", "gelu_new", "gelu_pytorch_tanh");
        in.expect("scale_attn_weights", true);
        in.expect("scale_attn_by_inverse_layer_idx", false);
        in.expect("add_cross_attention", false);
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
                in.integer("n_inner", (int) Math.min(Integer.MAX_VALUE, 4L * dModel)),
                in.integer("n_positions", 1024),
                in.flag("tie_word_embeddings", true),
                in.number("layer_norm_epsilon", 1e-5),
                10_000,
                null);
    }
}
