package org.athanor.transformer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes {@code adapter_config.json} as PEFT has it for LoRA. */
final class PeftConfig {

    static final String FILE = "adapter_config.json";

    private static final int MOST_TARGETS = 1 << 14;

    /** What would make the adapter another function of its tensors; neither null, false nor empty. */
    private static final List<String> UNSUPPORTED =
            List.of(
                    "use_dora",
                    "use_rslora",
                    "lora_bias",
                    "rank_pattern",
                    "alpha_pattern",
                    "layers_to_transform",
                    "layers_pattern",
                    "exclude_modules",
                    "modules_to_save",
                    "target_parameters",
                    "trainable_token_indices",
                    "layer_replication",
                    "megatron_config");

    private PeftConfig() {}

    /**
     * @param targets the adapted layers, named, since not every reader knows the word for all of them
     */
    static void write(
            Path file, LoraConfig lora, List<String> targets, Family family, String baseModel)
            throws IOException {
        ObjectNode root = JsonFields.object();
        root.put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", baseModel)
                .put("r", lora.rank())
                .put("lora_alpha", lora.alpha())
                .put("lora_dropout", 0.0)
                .put("bias", "none")
                .put("fan_in_fan_out", family == Family.GPT2) // its matrices are [in, out] in files
                .put("inference_mode", true);
        ArrayNode names = root.putArray("target_modules");
        targets.forEach(names::add);
        JsonFields.write(file, root);
    }

    /** @throws ModelFormatException naming the field that is wrong or not supported */
    static LoraConfig read(Path file) throws IOException {
        JsonFields in = JsonFields.read(file);
        if (!in.text("peft_type").equals("LORA")) {
            throw in.refused("peft_type", "must be LORA", in.node("peft_type"));
        }
        in.expect("bias", "none");
        for (String name : UNSUPPORTED) {
            if (says(in.node(name))) {
                throw in.refused(name, "is not supported", in.node(name));
            }
        }
        try {
            return new LoraConfig(in.integer("r"), in.number("lora_alpha"), targets(in));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, e.getMessage(), e);
        }
    }

    private static boolean says(JsonNode node) {
        boolean silent =
                node.isMissingNode()
                        || node.isBoolean() && !node.booleanValue()
                        || node.isContainerNode() && node.isEmpty();
        return !silent;
    }

    /** A list of names; of strings, which PEFT takes for patterns, only that for all linear layers. */
    private static List<String> targets(JsonFields in) throws IOException {
        String name = "target_modules";
        JsonNode node = in.node(name);
        if (node.asText().equals(LoraConfig.ALL_LINEAR)) {
            return List.of(LoraConfig.ALL_LINEAR);
        }
        if (!node.isArray() || node.size() > MOST_TARGETS) {
            throw in.refused(
                    name,
                    "must be a list of at most %d names, or %s"
                            .formatted(MOST_TARGETS, LoraConfig.ALL_LINEAR),
                    node);
        }
        List<String> targets = new ArrayList<>();
        for (JsonNode target : node) {
            if (!target.isTextual()) {
                throw in.refused(name, "must hold names only", target);
            }
            targets.add(target.textValue());
        }
        return targets;
    }
}
