package org.athanor.transformer.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes {@code adapter_config.json} as PEFT has it for LoRA. */
final class PeftConfig {

    static final String FILE = "adapter_config.json";

    private static final long LARGEST = 1 << 20;
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

    private static final ObjectMapper JSON = new ObjectMapper();

    private PeftConfig() {}

    /**
     * @param targets the adapted layers, named, since not every reader knows the word for all of them
     */
    static void write(
            Path file, LoraConfig lora, List<String> targets, Family family, String baseModel)
            throws IOException {
        ObjectNode root = JSON.createObjectNode();
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
        Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    static LoraConfig read(Path file) throws IOException {
        JsonNode root = parse(file);
        expect(file, root, "peft_type", "LORA");
        if (root.has("bias")) {
            expect(file, root, "bias", "none");
        }
        for (String name : UNSUPPORTED) {
            if (says(root.path(name))) {
                throw new IOException(
                        file + ": " + name + " " + root.path(name) + " is not supported");
            }
        }
        JsonNode rank = root.path("r");
        JsonNode alpha = root.path("lora_alpha");
        if (!rank.isIntegralNumber() || !rank.canConvertToInt()) {
            throw new IOException(file + ": r must be a whole number, was " + shown(rank));
        }
        if (!alpha.isNumber()) {
            throw new IOException(file + ": lora_alpha must be a number, was " + shown(alpha));
        }
        List<String> targets = targets(file, root.path("target_modules"));
        try {
            return new LoraConfig(rank.intValue(), alpha.doubleValue(), targets);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode parse(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new IOException(
                    file + ": " + size + " bytes, more than the " + LARGEST + " that are read");
        }
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

    private static void expect(Path file, JsonNode root, String name, String value)
            throws IOException {
        if (!root.path(name).asText().equals(value)) {
            throw new IOException(
                    file + ": " + name + " must be " + value + ", was " + shown(root.path(name)));
        }
    }

    private static boolean says(JsonNode node) {
        boolean silent =
                node.isMissingNode()
                        || node.isNull()
                        || node.isBoolean() && !node.booleanValue()
                        || node.isContainerNode() && node.isEmpty();
        return !silent;
    }

    /** A list of names; of strings, which PEFT takes for patterns, only that for all linear layers. */
    private static List<String> targets(Path file, JsonNode node) throws IOException {
        if (node.asText().equals(LoraConfig.ALL_LINEAR)) {
            return List.of(LoraConfig.ALL_LINEAR);
        }
        if (!node.isArray() || node.size() > MOST_TARGETS) {
            throw new IOException(
                    file
                            + ": target_modules must be a list of names or "
                            + LoraConfig.ALL_LINEAR
                            + ", was "
                            + shown(node));
        }
        List<String> targets = new ArrayList<>();
        for (JsonNode target : node) {
            if (!target.isTextual()) {
                throw new IOException(file + ": target_modules holds " + shown(target));
            }
            targets.add(target.textValue());
        }
        return targets;
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "missing" : node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
