package org.athanor.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A run as its service shows it. */
public record RunView(Service service, JsonNode body) {

    /** Metrics that tell how a run goes, the most telling first. */
    private static final List<String> TELLING = List.of("score", "loss");

    public UUID id() {
        return UUID.fromString(body.path("id").asText());
    }

    public String kind() {
        return body.path("kind").asText();
    }

    /** queued, running, succeeded, failed or cancelled. */
    public String state() {
        return body.path("state").asText();
    }

    public boolean ended() {
        return switch (state()) {
            case "succeeded", "failed", "cancelled" -> true;
            default -> false;
        };
    }

    public boolean succeeded() {
        return state().equals("succeeded");
    }

    public Optional<String> artifact() {
        return text("artifact");
    }

    public Optional<String> reason() {
        return text("reason");
    }

    public JsonNode figures() {
        return body.path("figures");
    }

    /** One of the closing figures. */
    public double figure(String name) {
        JsonNode value = figures().path(name);
        if (!value.isNumber()) {
            throw new IllegalStateException(
                    "run "
                            + id()
                            + " ("
                            + kind()
                            + ") has no figure '"
                            + name
                            + "', it has "
                            + figures());
        }
        return value.asDouble();
    }

    public JsonNode progress() {
        return body.path("progress");
    }

    public JsonNode metrics() {
        return body.path("metrics").path("numbers");
    }

    /** For instance {@code loss 3.141}; the empty string before there is anything to tell. */
    public String tellingMetric() {
        return TELLING.stream()
                .filter(name -> metrics().path(name).isNumber())
                .findFirst()
                .map(name -> "%s %.3f".formatted(name, metrics().path(name).asDouble()))
                .orElse("");
    }

    /** What the run last told those who watch it; another one is told at another time. */
    public Optional<Notice> notice() {
        JsonNode notice = body.path("notice");
        return notice.path("message").isTextual()
                ? Optional.of(
                        new Notice(notice.path("message").asText(), notice.path("at").asText()))
                : Optional.empty();
    }

    /** @param at as the service writes it */
    public record Notice(String message, String at) {}

    private Optional<String> text(String field) {
        JsonNode value = body.path(field);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }
}
