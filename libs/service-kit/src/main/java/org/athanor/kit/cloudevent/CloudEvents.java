package org.athanor.kit.cloudevent;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.athanor.contracts.Event;
import org.athanor.contracts.EventType;
import org.athanor.kit.json.JsonProblems;

/** Writes and reads CloudEvents. A field that this version does not know is fine. */
@Singleton
public class CloudEvents {

    public static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

    private final ObjectMapper mapper;

    public CloudEvents(ObjectMapper mapper) {
        this.mapper = mapper.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    public byte[] encode(CloudEvent event) {
        ObjectNode envelope =
                mapper.createObjectNode()
                        .put("specversion", "1.0")
                        .put("id", event.id())
                        .put("source", event.source())
                        .put("type", EventType.of(event.data()).type())
                        .put("subject", event.data().key())
                        .put("time", event.time().toString())
                        .put("datacontenttype", "application/json");
        envelope.set("data", mapper.valueToTree(event.data()));
        try {
            return mapper.writeValueAsBytes(envelope);
        } catch (JacksonException e) {
            throw new IllegalStateException("cannot write " + event.data(), e);
        }
    }

    /**
     * @throws MalformedEventException saying what is wrong
     */
    public CloudEvent decode(byte[] json) {
        JsonNode envelope = tree(json);
        String version = text(envelope, "specversion");
        if (!version.equals("1.0")) {
            throw new MalformedEventException("specversion must be 1.0, was " + version);
        }
        String type = text(envelope, "type");
        EventType known =
                EventType.ofType(type)
                        .orElseThrow(
                                () -> new MalformedEventException("unknown event type " + type));
        return new CloudEvent(
                text(envelope, "id"),
                text(envelope, "source"),
                time(envelope),
                data(envelope, known));
    }

    private JsonNode tree(byte[] json) {
        JsonNode envelope;
        try {
            envelope = mapper.readTree(json);
        } catch (JacksonException e) {
            throw new MalformedEventException(JsonProblems.message(e), e);
        } catch (IOException e) {
            throw new MalformedEventException("not JSON in UTF-8", e);
        }
        if (envelope == null || !envelope.isObject()) {
            throw new MalformedEventException("not a CloudEvent: no JSON object");
        }
        return envelope;
    }

    private static String text(JsonNode envelope, String attribute) {
        JsonNode value = envelope.get(attribute);
        if (value == null || !value.isTextual() || value.asText().isBlank()) {
            throw new MalformedEventException(
                    "not a CloudEvent: the attribute '" + attribute + "' is missing or no string");
        }
        return value.asText();
    }

    private static Instant time(JsonNode envelope) {
        if (!envelope.hasNonNull("time")) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text(envelope, "time")).toInstant();
        } catch (DateTimeParseException e) {
            throw new MalformedEventException(
                    "time must be RFC 3339, was " + envelope.get("time"), e);
        }
    }

    private Event data(JsonNode envelope, EventType type) {
        JsonNode data = envelope.get("data");
        if (data == null || !data.isObject()) {
            throw new MalformedEventException("the attribute 'data' is missing or no object");
        }
        try {
            return mapper.treeToValue(data, type.record());
        } catch (JacksonException e) {
            String field = JsonProblems.field(e);
            throw new MalformedEventException(
                    "data%s of %s: %s"
                            .formatted(
                                    field.isEmpty() ? "" : "." + field,
                                    type.type(),
                                    JsonProblems.message(e)),
                    e);
        }
    }
}
