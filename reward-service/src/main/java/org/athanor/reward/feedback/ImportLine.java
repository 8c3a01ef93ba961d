package org.athanor.reward.feedback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * One line of a preference file: {@code {"prompt", "chosen", "rejected"}}, or without a prompt two
 * whole dialogues that differ in their last turn. Other fields are left alone.
 */
record ImportLine(Prompt prompt, String chosen, String rejected) {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    ImportLine {
        if (chosen.equals(rejected)) {
            throw new IllegalArgumentException("chosen and rejected are the same");
        }
    }

    static ImportLine parse(String json) {
        JsonNode line = object(json);
        String chosen = text(line, "chosen");
        String rejected = text(line, "rejected");
        if (line.hasNonNull("prompt")) {
            return new ImportLine(Prompt.ofText(text(line, "prompt")), chosen, rejected);
        }
        if (!Dialogue.looksLike(chosen)) {
            throw new IllegalArgumentException(
                    "there is no \"prompt\", and chosen is no dialogue that begins with"
                            + " \"\\n\\nHuman:\"");
        }
        Dialogue preferred = Dialogue.parse(chosen, "chosen");
        Dialogue other = Dialogue.parse(rejected, "rejected");
        if (!preferred.prompt().equals(other.prompt())) {
            throw new IllegalArgumentException(
                    "chosen and rejected differ before their last turn, so they answer two prompts");
        }
        return new ImportLine(preferred.prompt(), preferred.completion(), other.completion());
    }

    private static JsonNode object(String json) {
        JsonNode line;
        try {
            line = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        if (!line.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        return line;
    }

    private static String text(JsonNode line, String field) {
        JsonNode value = line.get(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("\"" + field + "\" must be a string");
        }
        return Texts.storable(value.textValue(), field);
    }
}
