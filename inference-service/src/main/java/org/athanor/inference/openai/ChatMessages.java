package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.tokenizer.ChatMessage;

/** Reads the {@code messages} of a chat request. */
final class ChatMessages {

    private static final int MOST_MESSAGES = 2048;

    private ChatMessages() {}

    static List<ChatMessage> read(JsonNode node) {
        if (!node.isArray() || node.isEmpty() || node.size() > MOST_MESSAGES) {
            throw OpenAiException.invalid(
                    "messages",
                    "'messages' must be an array of 1 to " + MOST_MESSAGES + " messages");
        }
        List<ChatMessage> messages = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            messages.add(message(node.get(i), "messages[" + i + "]"));
        }
        return messages;
    }

    private static ChatMessage message(JsonNode node, String where) {
        if (!node.isObject()) {
            throw RequestFields.wrong(where, node, "an object with role and content");
        }
        RequestFields fields = new RequestFields(node, where + ".");
        ChatMessage.Role role = role(fields.requiredString("role"), where);
        ChatMessage message = new ChatMessage(role, content(fields.node("content"), where));
        // What answers of this API carry, so that a client can send them back as they came.
        fields.ignore("name", "refusal", "annotations");
        fields.only("tool_calls", RequestFields::isEmptyContainer, "leave it out");
        fields.refuseUnread();
        return message;
    }

    private static ChatMessage.Role role(String role, String where) {
        return switch (role) {
            case "system", "developer" -> ChatMessage.Role.SYSTEM;
            case "user" -> ChatMessage.Role.USER;
            case "assistant" -> ChatMessage.Role.ASSISTANT;
            default ->
                    throw OpenAiException.invalid(
                            where + ".role",
                            "'"
                                    + where
                                    + ".role' must be system, developer, user or assistant, was '"
                                    + role
                                    + "'");
        };
    }

    private static String content(JsonNode node, String where) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (!node.isArray()) {
            throw RequestFields.wrong(
                    where + ".content", node, "a string or an array of parts of type text");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : node) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw RequestFields.wrong(where + ".content", part, "made of parts of type text");
            }
            text.append(part.path("text").textValue());
        }
        return text.toString();
    }
}
