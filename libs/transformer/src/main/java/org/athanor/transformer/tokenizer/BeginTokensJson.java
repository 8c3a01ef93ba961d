package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code post_processor} of a {@code tokenizer.json}: which tokens a text begins with. */
final class BeginTokensJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private BeginTokensJson() {}

    static int[] read(Path file, JsonNode node, Map<String, Integer> added)
            throws TokenizerFormatException {
        return switch (node.path("type").asText("")) {
            // It moves offsets and no tokens.
            case "", "ByteLevel" -> new int[0];
            case "TemplateProcessing" -> template(file, node.path("single"), added);
            case "Sequence" -> sequence(file, node.path("processors"), added);
            default ->
                    throw new TokenizerFormatException(
                            file,
                            "/post_processor/type %s is not supported, TemplateProcessing and ByteLevel are"
                                    .formatted(node.path("type")));
        };
    }

    private static int[] sequence(Path file, JsonNode steps, Map<String, Integer> added)
            throws TokenizerFormatException {
        int[] begin = new int[0];
        for (JsonNode step : steps) {
            int[] more =
                    step.path("type").asText().equals("Sequence")
                            ? new int[0]
                            : read(file, step, added);
            if (begin.length > 0 && more.length > 0) {
                throw new TokenizerFormatException(
                        file, "/post_processor has two templates, one is supported");
            }
            begin = more.length > 0 ? more : begin;
        }
        return begin;
    }

    private static int[] template(Path file, JsonNode single, Map<String, Integer> added)
            throws TokenizerFormatException {
        List<Integer> begin = new ArrayList<>();
        boolean seen = false;
        for (JsonNode part : single) {
            String special = part.at("/SpecialToken/id").textValue();
            if (special == null) {
                seen = true;
            } else if (seen) {
                throw new TokenizerFormatException(
                        file,
                        "/post_processor puts %s behind a text, only before it is supported"
                                .formatted(special));
            } else if (added.containsKey(special)) {
                begin.add(added.get(special));
            } else {
                throw new TokenizerFormatException(
                        file,
                        "/post_processor begins a text with '%s', which is no added token"
                                .formatted(special));
            }
        }
        return begin.stream().mapToInt(Integer::intValue).toArray();
    }

    static JsonNode write(TokenSet tokens, TextFrame frame) {
        if (frame.begin().length == 0) {
            return NODES.nullNode();
        }
        ObjectNode root = NODES.objectNode();
        root.put("type", "TemplateProcessing");
        ArrayNode single = root.putArray("single");
        ObjectNode ids = NODES.objectNode();
        Map<Integer, String> texts = tokens.addedById();
        for (int id : frame.begin()) {
            String text = texts.get(id);
            single.addObject().putObject("SpecialToken").put("id", text).put("type_id", 0);
            ObjectNode token = ids.putObject(text);
            token.put("id", text);
            token.putArray("ids").add(id);
            token.putArray("tokens").add(text);
        }
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        ArrayNode pair = root.putArray("pair");
        pair.addAll(single);
        pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
        root.set("special_tokens", ids);
        return root;
    }
}
