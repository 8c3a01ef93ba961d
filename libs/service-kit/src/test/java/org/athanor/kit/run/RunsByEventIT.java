package org.athanor.kit.run;

import static org.athanor.kit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.athanor.contracts.Topics;
import org.athanor.contracts.run.RunRequested;
import org.athanor.kit.cloudevent.CloudEvent;
import org.athanor.kit.cloudevent.CloudEvents;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.TopicRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RunsByEventIT {

    private static final String TOPIC = Topics.PRETRAIN_RUN_REQUESTED.name();
    private static final String DEAD_LETTERS = Topics.PRETRAIN_RUN_REQUESTED.deadLetter("pretrain");

    @Inject CloudEvents cloudEvents;
    @Inject RunTable runs;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void connect() {
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new StringSerializer(),
                        new ByteArraySerializer());
    }

    @AfterEach
    void disconnect() {
        producer.close();
    }

    @Test
    void shouldDoARunThatAnEventAskedForTwice() {
        // Given
        UUID id = UUID.randomUUID();
        byte[] request = request(id, Map.of("steps", 3));

        // When
        send(id.toString(), request);
        send(id.toString(), request);

        // Then
        Run run = awaitEnd(id);
        assertEquals(1, run.attempts());
        assertEquals(
                6, assertInstanceOf(RunState.Succeeded.class, run.state()).figures().get("sum"));
    }

    @Test
    void shouldPutWhatItCannotReadAsideAndGoOn() {
        // Given: on one key, so that all share a partition
        UUID id = UUID.randomUUID();
        String key = id.toString();

        try (TopicRecords deadLetters = TopicRecords.of(DEAD_LETTERS)) {
            // When
            send(key, "no JSON \u0000".getBytes(StandardCharsets.UTF_8));
            send(key, new byte[] {(byte) 0xff, (byte) 0xfe});
            send(key, "{\"specversion\": \"1.0\"}".getBytes(StandardCharsets.UTF_8));
            send(key, request(UUID.randomUUID(), Map.of("steps", 1)));
            send(key, request(id, Map.of("stepz", 1)));
            send(key, request(id, Map.of("steps", 2)));

            // Then: the last one runs, the others are kept with their reasons
            assertInstanceOf(RunState.Succeeded.class, awaitEnd(id).state());
            await().until(() -> deadLetters.withKey(key).size() == 5);
            assertTrue(reason(deadLetters, key, 0).contains("not JSON"));
            assertTrue(reason(deadLetters, key, 2).contains("'type' is missing"));
            assertTrue(reason(deadLetters, key, 3).contains("the record key must be"));
            assertTrue(reason(deadLetters, key, 4).contains("'stepz' is not a field here"));
        }
    }

    private static String reason(TopicRecords deadLetters, String key, int index) {
        ConsumerRecord<String, byte[]> record = deadLetters.withKey(key).get(index);
        return new String(
                record.headers().lastHeader("dead-letter-reason").value(), StandardCharsets.UTF_8);
    }

    private Run awaitEnd(UUID id) {
        await().until(() -> runs.find(id).map(run -> run.state().isFinal()).orElse(false));
        return runs.find(id).orElseThrow();
    }

    private byte[] request(UUID id, Map<String, Object> parameters) {
        return cloudEvents.encode(
                new CloudEvent(
                        UUID.randomUUID().toString(),
                        "/a/person",
                        Instant.EPOCH,
                        new RunRequested(id, "sum", parameters)));
    }

    private void send(String key, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(TOPIC, key, value);
        // As clients that follow the specification do: the connector must leave it to the inbox.
        record.headers()
                .add("content-type", CloudEvents.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
        producer.send(record);
        producer.flush();
    }
}
