package org.athanor.transformer.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The fields of a small JSON file that nobody vouches for, each refused by name when it is not what it
 * must be. A field that is null counts as absent.
 *
 * @param prefix what comes before a field's name in messages: empty, or the object it lies in and a dot
 */
record JsonFields(Path file, String prefix, JsonNode root) {

    /** Real files have a few KiB; what is parsed takes some thirty times its size in memory. */
    private static final long LARGEST = 1 << 20;

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Reads a whole file.
     *
     * @throws ModelFormatException when it is no JSON object of at most {@link #LARGEST} bytes
     */
    static JsonFields read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new ModelFormatException(
                    file, size + " bytes, more than the " + LARGEST + " that are read");
        }
        try {
            JsonNode root =
                    JSON.readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            if (root == null || !root.isObject()) {
                throw new ModelFormatException(file, "not a JSON object");
            }
            return new JsonFields(file, "", root);
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(file, "not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static void write(Path file, ObjectNode root) throws IOException {
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    boolean has(String name) {
        return !node(name).isMissingNode();
    }

    /** Whether the field is there and says null. */
    boolean isNull(String name) {
        return root.path(name).isNull();
    }

    int integer(String name) throws IOException {
        JsonNode node = node(name);
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw refused(name, "must be a whole number", node);
        }
        return node.intValue();
    }

    int integer(String name, int fallback) throws IOException {
        return has(name) ? integer(name) : fallback;
    }

    double number(String name) throws IOException {
        JsonNode node = node(name);
        if (!node.isNumber()) {
            throw refused(name, "must be a number", node);
        }
        return node.doubleValue();
    }

    double number(String name, double fallback) throws IOException {
        return has(name) ? number(name) : fallback;
    }

    boolean flag(String name, boolean fallback) throws IOException {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return fallback;
        }
        if (!node.isBoolean()) {
            throw refused(name, "must be true or false", node);
        }
        return node.booleanValue();
    }

    String text(String name) throws IOException {
        JsonNode node = node(name);
        if (!node.isTextual()) {
            throw refused(name, "must be a string", node);
        }
        return node.textValue();
    }

    String text(String name, String fallback) throws IOException {
        return has(name) ? text(name) : fallback;
    }

    /** The list under a name; none when it is absent. */
    List<JsonNode> list(String name) throws IOException {
        JsonNode node = node(name);
        if (node.isMissingNode()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw refused(name, "must be a list", node);
        }
        return node.valueStream().toList();
    }

    /** The object under a name; one without fields when it is absent. */
    JsonFields in(String name) throws IOException {
        JsonNode node = node(name);
        if (!node.isMissingNode() && !node.isObject()) {
            throw refused(name, "must be an object", node);
        }
        return new JsonFields(file, prefix + name + ".", node);
    }

    void expect(String name, boolean supported) throws IOException {
        if (flag(name, supported) != supported) {
            throw new ModelFormatException(
                    file, prefix + name + " " + !supported + " is not supported");
        }
    }

    void expect(String name, String... supported) throws IOException {
        String value = text(name, supported[0]);
        if (!List.of(supported).contains(value)) {
            throw refused(name, "must be one of " + List.of(supported), node(name));
        }
    }

    JsonNode node(String name) {
        JsonNode node = root.path(name);
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    ModelFormatException refused(String name, String must, JsonNode was) {
        String shown = was.isMissingNode() ? "missing" : was.toString();
        String brief = shown.length() > 100 ? shown.substring(0, 100) + "…" : shown;
        return new ModelFormatException(file, prefix + name + " " + must + ", was " + brief);
    }
}
