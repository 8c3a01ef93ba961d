package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a completion continues: text, or token ids that the caller vouches for. */
sealed interface Prompt {

    /** Encoded by the model's tokenizer; no text becomes a special token. */
    record Text(String text) implements Prompt {}

    /** Taken as they are, special ids included. */
    record Tokens(int[] ids) implements Prompt {}

    /** A string, an array of strings, an array of token ids, or an array of arrays of token ids. */
    static List<Prompt> read(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of(new Text(""));
        }
        if (node.isTextual()) {
            return List.of(new Text(node.textValue()));
        }
        if (!node.isArray() || node.isEmpty()) {
            throw RequestFields.wrong("prompt", node, "a string, an array of strings or token ids");
        }
        if (node.get(0).isNumber()) {
            return List.of(tokens(node));
        }
        List<Prompt> prompts = new ArrayList<>();
        for (JsonNode each : node) {
            prompts.add(each.isTextual() ? new Text(each.textValue()) : tokens(each));
        }
        return prompts;
    }

    private static Tokens tokens(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            throw RequestFields.wrong("prompt", node, "strings or arrays of token ids, none empty");
        }
        int[] ids = new int[node.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = node.get(i);
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
                throw RequestFields.wrong(
                        "prompt", id, "made of token ids, which are integers >= 0");
            }
            ids[i] = id.intValue();
        }
        return new Tokens(ids);
    }
}
