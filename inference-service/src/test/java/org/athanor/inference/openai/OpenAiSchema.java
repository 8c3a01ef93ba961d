package org.athanor.inference.openai;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** As much of JSON Schema as OpenAI's published description of its answers uses. */
final class OpenAiSchema {

    private static final String FILE = "shared/data/clients/openai-openapi.json";

    private final JsonNode schemas;

    private OpenAiSchema(JsonNode schemas) {
        this.schemas = schemas;
    }

    /** Skips the test when the description is not beside the checkout. */
    static OpenAiSchema beside() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(FILE))) {
            folder = folder.getParent();
        }
        assumeTrue(folder != null, "OpenAI's API description is not there: " + FILE);
        JsonNode description = new ObjectMapper().readTree(folder.resolve(FILE).toFile());
        return new OpenAiSchema(description.at("/components/schemas"));
    }

    /** What is wrong with the answer, one line each; nothing when all is well. */
    List<String> violations(String schema, JsonNode answer) {
        List<String> violations = new ArrayList<>();
        check(schemas.path(schema), answer, schema, violations);
        return violations;
    }

    private void check(JsonNode schema, JsonNode value, String where, List<String> violations) {
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (schema.has("$ref")) {
            String reference = schema.get("$ref").asText();
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            check(schemas.path(name), value, where, violations);
        }
        if (schema.has("anyOf")) {
            boolean any = false;
            for (JsonNode option : schema.get("anyOf")) {
                List<String> found = new ArrayList<>();
                check(option, value, where, found);
                any |= found.isEmpty();
            }
            if (!any) {
                violations.add(where + " is none of the allowed: " + value);
            }
        }
        if (schema.has("type") && !hasType(schema.get("type").asText(), value)) {
            violations.add(where + " must be " + schema.get("type").asText() + ", was " + value);
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            violations.add(where + " must be one of " + schema.get("enum") + ", was " + value);
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                violations.add(where + "." + name.asText() + " is required");
            }
        }
        value.fieldNames()
                .forEachRemaining(
                        name -> {
                            JsonNode property = schema.path("properties").path(name);
                            if (!property.isMissingNode()) {
                                check(property, value.get(name), where + "." + name, violations);
                            }
                        });
        if (schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), where + "[" + i + "]", violations);
            }
        }
    }

    private static boolean hasType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalStateException("a type unknown to this test: " + type);
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
