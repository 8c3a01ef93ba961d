package org.athanor.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/**
 * One line of a log as a person reads it: the services write JSON, Kafka and PostgreSQL text.
 *
 * @param service whose log
 * @param text what it says
 */
record LogLine(String service, String text) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static LogLine parse(String service, String line) {
        return new LogLine(service, line.startsWith("{") ? readable(line) : line);
    }

    String withName() {
        return String.format(Locale.ROOT, "%-9s | %s", service, text);
    }

    private static String readable(String json) {
        try {
            JsonNode entry = MAPPER.readTree(json);
            if (!entry.hasNonNull("message")) {
                return json;
            }
            String run = entry.path("mdc").path("runId").asText("");
            String trace = entry.path("stackTrace").asText("").strip();
            return String.format(
                    Locale.ROOT,
                    "%s %-5s %s%s%s",
                    entry.path("timestamp").asText(""),
                    entry.path("level").asText(""),
                    run.isEmpty() ? "" : "[" + run + "] ",
                    entry.path("message").asText(),
                    trace.isEmpty() ? "" : "\n" + trace);
        } catch (JsonProcessingException e) {
            return json;
        }
    }
}
