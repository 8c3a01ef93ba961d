package org.athanor.tokenizer.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.tokenizer.ChatMessage;

/**
 * Reads lines of {@code documents.jsonl} as a stream of fields, without a tree for each: this is what
 * every token passes through. Safe for many threads.
 */
public final class StoredLines {

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    /** Takes one document after the other. */
    public interface Sink {
        /** @param id counts the corpus' documents from 0 */
        void accept(long id, CorpusDocument document) throws IOException;
    }

    private final JsonParser parser;
    private long id;
    private String source;
    private String language;
    private long offset;
    private String text;
    private String prompt;
    private String completion;
    private List<ChatMessage> messages;

    private StoredLines(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Hands on every document of some whole lines, in their order.
     *
     * @throws AthanorException CORRUPT_ARTIFACT when they are not what a corpus holds
     */
    public static void read(InputStream lines, Sink sink) throws IOException {
        try (JsonParser parser = JSON.createParser(lines)) {
            StoredLines reader = new StoredLines(parser);
            while (parser.nextToken() != null) {
                CorpusDocument document = reader.line();
                sink.accept(reader.id, document);
            }
        } catch (JsonProcessingException e) {
            throw corrupt("is not JSON");
        }
    }

    private CorpusDocument line() throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw corrupt("is not a JSON object");
        }
        source = null;
        language = null;
        text = null;
        prompt = null;
        completion = null;
        messages = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            field(field, value);
        }
        // Corpora of the first days name no source: their lines are known by their number.
        Provenance provenance =
                source == null
                        ? new Provenance(CorpusDocuments.FILE_NAME, id)
                        : new Provenance(source, offset);
        return new CorpusDocument(document(), provenance, language);
    }

    private void field(String field, JsonToken value) throws IOException {
        switch (field) {
            case "id" -> id = number(value, field);
            case "offset" -> offset = number(value, field);
            case "source" -> source = text(value, field);
            case "language" -> language = text(value, field);
            case "text" -> text = text(value, field);
            case "prompt" -> prompt = text(value, field);
            case "completion" -> completion = text(value, field);
            case "messages" -> messages = messages(value);
            default -> parser.skipChildren();
        }
    }

    private Document document() {
        if (text != null) {
            return new Document.Text(text);
        }
        if (prompt != null && completion != null) {
            return new Document.Completion(prompt, completion);
        }
        if (messages != null) {
            return new Document.Chat(messages);
        }
        throw corrupt("has neither text, nor prompt and completion, nor messages");
    }

    private List<ChatMessage> messages(JsonToken value) throws IOException {
        List<ChatMessage> turns = new ArrayList<>();
        if (value != JsonToken.START_ARRAY) {
            throw corrupt("has no list of messages");
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            turns.add(message());
        }
        return turns;
    }

    private ChatMessage message() throws IOException {
        String role = null;
        String content = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "role" -> role = text(value, field);
                case "content" -> content = text(value, field);
                default -> parser.skipChildren();
            }
        }
        if (role == null || content == null) {
            throw corrupt("has a message without role or content");
        }
        try {
            return new ChatMessage(ChatMessage.Role.of(role), content);
        } catch (IllegalArgumentException e) {
            throw corrupt("has an unknown role '" + role + "'");
        }
    }

    private String text(JsonToken value, String field) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw corrupt("has no text in its field '" + field + "'");
        }
        return parser.getText();
    }

    private long number(JsonToken value, String field) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT || parser.getLongValue() < 0) {
            throw corrupt("has no number in its field '" + field + "'");
        }
        return parser.getLongValue();
    }

    private static AthanorException corrupt(String what) {
        return new AthanorException(
                ErrorCode.CORRUPT_ARTIFACT, CorpusDocuments.FILE_NAME + " has a line that " + what);
    }
}
