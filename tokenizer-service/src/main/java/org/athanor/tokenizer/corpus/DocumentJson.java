package org.athanor.tokenizer.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.tokenizer.ChatMessage;

/**
 * A document as a line of JSON: {@code {"text"}}, {@code {"prompt", "completion"}} or {@code
 * {"messages": [{"role", "content"}]}}. The fields tell the form. Sources are read by it and {@code
 * documents.jsonl} is written by it.
 */
final class DocumentJson {

    private static final ObjectMapper JSON =
            new ObjectMapper(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private DocumentJson() {}

    static byte[] write(long id, Document document) {
        ObjectNode line = JSON.createObjectNode().put("id", id);
        switch (document) {
            case Document.Text(String text) -> line.put("text", text);
            case Document.Completion(String prompt, String completion) ->
                    line.put("prompt", prompt).put("completion", completion);
            case Document.Chat(List<ChatMessage> messages) -> {
                ArrayNode array = line.putArray("messages");
                for (ChatMessage message : messages) {
                    array.addObject()
                            .put("role", message.role().label())
                            .put("content", message.content());
                }
            }
        }
        try {
            return JSON.writeValueAsBytes(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of strings is always JSON", e);
        }
    }

    static Document read(byte[] line) throws UnusableDocumentException {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (IOException e) {
            throw new UnusableDocumentException(SetAside.Reason.MALFORMED, "is not JSON");
        }
        if (node == null || !node.isObject()) {
            throw malformed("is not a JSON object");
        }
        if (node.has("messages")) {
            return chat(node.get("messages"));
        }
        if (node.has("prompt") || node.has("completion")) {
            return new Document.Completion(text(node, "prompt"), text(node, "completion"));
        }
        if (node.has("text")) {
            return new Document.Text(text(node, "text"));
        }
        List<String> fields = new ArrayList<>();
        node.fieldNames().forEachRemaining(fields::add);
        throw malformed("has neither text, nor prompt and completion, nor messages, but " + fields);
    }

    private static Document chat(JsonNode messages) throws UnusableDocumentException {
        List<ChatMessage> turns = new ArrayList<>();
        for (JsonNode message : messages) {
            String role = text(message, "role");
            try {
                turns.add(new ChatMessage(ChatMessage.Role.of(role), text(message, "content")));
            } catch (IllegalArgumentException e) {
                throw malformed("has an unknown role '" + role + "'");
            }
        }
        if (turns.stream().noneMatch(turn -> turn.role() == ChatMessage.Role.ASSISTANT)) {
            throw malformed("has no message of the assistant to learn from");
        }
        return new Document.Chat(turns);
    }

    private static String text(JsonNode node, String field) throws UnusableDocumentException {
        JsonNode value = node.get(field);
        if (value == null || !value.isTextual()) {
            throw malformed("has no text in its field '" + field + "'");
        }
        return value.asText();
    }

    private static UnusableDocumentException malformed(String what) {
        return new UnusableDocumentException(SetAside.Reason.MALFORMED, what);
    }
}
