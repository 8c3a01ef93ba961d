package org.athanor.kit.cloudevent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.athanor.contracts.Event;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.ArtifactPublished;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.contracts.model.ModelPromoted;
import org.athanor.contracts.model.ModelState;
import org.athanor.contracts.reward.Scored;
import org.athanor.contracts.run.RunMetric;
import org.athanor.contracts.run.RunQueued;
import org.athanor.contracts.run.RunRequested;
import org.athanor.contracts.run.RunSucceeded;
import org.athanor.kit.json.AthanorJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CloudEventsTest {

    private static final UUID RUN = UUID.fromString("7b4a5f3e-0000-4000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.5Z");
    private static final ArtifactId ID = new ArtifactId("ab".repeat(32));

    private final ObjectMapper mapper = AthanorJson.mapper();
    private final CloudEvents cloudEvents = new CloudEvents(mapper);

    static Stream<Event> events() {
        return Stream.of(
                new RunQueued(RUN, "pretrain", "finetune", AT),
                new RunRequested(RUN, "sum", Map.of("steps", 3, "deep", Map.of("a", List.of(1)))),
                new RunSucceeded(RUN, "pretrain", null, Map.of("loss", 1.5), AT),
                new RunMetric(RUN, "rlhf", 7, Map.of("kl", 0.25), AT),
                new Scored(RUN, ID, List.of(0.5f, -1f), null),
                new ModelPromoted(new ModelState("chat", ID, null, 0), AT),
                new ArtifactPublished(
                        new Manifest(
                                ID,
                                ArtifactKind.REWARD_MODEL,
                                List.of(ID),
                                Map.of("seed", 1),
                                List.of(new ArtifactFile("a/b.txt", 3, "cd".repeat(32))),
                                RUN,
                                AT)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldReadWhatItWrote(Event event) {
        // Given
        CloudEvent cloudEvent = new CloudEvent("1", "/athanor/pretrain", AT, event);

        // When, Then
        assertEquals(cloudEvent, cloudEvents.decode(cloudEvents.encode(cloudEvent)));
    }

    @Test
    void shouldWriteWhatTheSpecificationSays() throws IOException {
        // When
        JsonNode json =
                mapper.readTree(
                        cloudEvents.encode(
                                new CloudEvent(
                                        "id-1",
                                        "/athanor/pretrain",
                                        AT,
                                        new RunQueued(RUN, "pretrain", "finetune", AT))));

        // Then
        assertEquals("1.0", json.get("specversion").asText());
        assertEquals("id-1", json.get("id").asText());
        assertEquals("/athanor/pretrain", json.get("source").asText());
        assertEquals("org.athanor.run.queued.v1", json.get("type").asText());
        assertEquals(RUN.toString(), json.get("subject").asText());
        assertEquals("2026-01-31T12:00:00.500Z", json.get("time").asText());
        assertEquals("application/json", json.get("datacontenttype").asText());
        assertEquals("2026-01-31T12:00:00.500Z", json.get("data").get("at").asText());
    }

    @Test
    void shouldReadAnEventWithAFieldFromTheFutureAndWithoutATime() {
        // Given
        String json =
                """
                {"specversion": "1.0", "id": "1", "source": "/x", "type": "org.athanor.run.requested.v1",
                 "data": {"runId": "%s", "kind": "sum", "parameters": {"a": null}, "priority": 3}}
                """
                        .formatted(RUN);

        // When
        CloudEvent event = cloudEvents.decode(json.getBytes(StandardCharsets.UTF_8));

        // Then
        assertEquals(new RunRequested(RUN, "sum", Map.of()), event.data());
        assertNull(event.time());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | not JSON",
                "[] | no JSON object",
                "{\"specversion\":\"0.3\"} | specversion must be 1.0, was 0.3",
                "{\"specversion\":\"1.0\",\"type\":\"x.y\"} | unknown event type x.y",
                "{\"specversion\":\"1.0\",\"type\":\"org.athanor.run.requested.v1\",\"id\":\"1\",\"source\":\"/x\"} | 'data' is missing",
                "{\"specversion\":\"1.0\",\"type\":\"org.athanor.run.requested.v1\",\"id\":\"1\",\"source\":\"/x\",\"data\":{\"runId\":\"me\"}} | data.runId of org.athanor.run.requested.v1: 'me' is not a UUID",
                "{\"specversion\":\"1.0\",\"type\":\"org.athanor.run.requested.v1\",\"id\":\"1\",\"source\":\"/x\",\"data\":{\"runId\":\"7b4a5f3e-0000-4000-8000-000000000001\",\"kind\":\" \"}} | kind must not be blank",
            })
    void shouldSayWhatIsWrong(String json, String reason) {
        // When
        MalformedEventException failure =
                assertThrows(
                        MalformedEventException.class,
                        () -> cloudEvents.decode(json.getBytes(StandardCharsets.UTF_8)));

        // Then
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
    }
}
