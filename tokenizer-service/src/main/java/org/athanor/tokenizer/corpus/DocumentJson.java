package org.athanor.tokenizer.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.athanor.transformer.tokenizer.ChatMessage;

/**
 * A document as a line of JSON: {@code {"text"}}, {@code {"prompt", "completion"}} or {@code
 * {"messages": [{"role", "content"}]}}. The fields tell the form. Sources are read by it; the lines
 * of {@code documents.jsonl} begin with {@code "id", "source", "offset"}, and {@link StoredLines}
 * reads them back.
 */
final class DocumentJson {

    private static final String SOURCE = "source";
    private static final String OFFSET = "offset";
    private static final Set<String> LANGUAGE_FIELDS = Set.of("lang", "language");

    /** As long as BCP 47 wants tags to be read at least. */
    private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z0-9_-]{1,35}");

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

    /** A line of {@code documents.jsonl}. */
    static byte[] write(long id, CorpusDocument document) {
        ObjectNode line =
                JSON.createObjectNode()
                        .put("id", id)
                        .put(SOURCE, document.provenance().source())
                        .put(OFFSET, document.provenance().offset());
        if (document.language() != null) {
            line.put("language", document.language());
        }
        switch (document.document()) {
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

    /**
     * What a source's document says in {@code lang} or {@code language}: a language tag such as {@code
     * de} or {@code zh-Hant}, or null.
     */
    static String language(byte[] line) {
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean named = LANGUAGE_FIELDS.contains(parser.currentName());
                boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
                if (named && text && LANGUAGE_TAG.matcher(parser.getText()).matches()) {
                    return parser.getText();
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            return null; // whoever parses the document says so
        }
    }

    /**
     * Reads a document of a source: fields beside those of its form do not matter.
     *
     * @param field whose text is the document; null for the forms' own fields
     */
    static Document read(byte[] line, String field) throws UnusableDocumentException {
        JsonNode node = object(line);
        return field == null ? document(node) : new Document.Text(text(node, field));
    }

    private static JsonNode tree(byte[] json) throws UnusableDocumentException {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw malformed("is not JSON");
        }
    }

    private static JsonNode object(byte[] line) throws UnusableDocumentException {
        JsonNode node = tree(line);
        if (node == null || !node.isObject()) {
            throw malformed("is not a JSON object");
        }
        return node;
    }

    private static Document document(JsonNode node) throws UnusableDocumentException {
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

    /** A conversation from the text of its {@code messages} alone. */
    static Document chat(String messages) throws UnusableDocumentException {
        return chat(tree(messages.getBytes(StandardCharsets.UTF_8)));
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
