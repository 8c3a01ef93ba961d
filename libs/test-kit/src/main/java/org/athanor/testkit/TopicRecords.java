package org.athanor.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/**
 * Collects the records of one topic, from its first on, while a test runs. The topic may be created later.
 *
 * <pre>{@code
 * try (TopicRecords events = TopicRecords.of("runs.event.v1")) {
 *     …
 *     events.await(record -> runId.toString().equals(record.key()));
 * }
 * }</pre>
 */
public final class TopicRecords implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final List<ConsumerRecord<String, byte[]>> records = new CopyOnWriteArrayList<>();
    private final KafkaConsumer<String, byte[]> consumer;
    private final String topic;
    private final Thread reader;

    private TopicRecords(KafkaConsumer<String, byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
        this.reader = Thread.ofPlatform().daemon().name("records-of-" + topic).start(this::read);
    }

    /** The topic on this test JVM's broker. */
    public static TopicRecords of(String topic) {
        Map<String, Object> configuration =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        Backend.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "test-" + UUID.randomUUID(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                        500);
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        configuration, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        return new TopicRecords(consumer, topic);
    }

    /** What arrived until now, in order of arrival. */
    public List<ConsumerRecord<String, byte[]>> all() {
        return List.copyOf(records);
    }

    /** What arrived until now under one key. */
    public List<ConsumerRecord<String, byte[]>> withKey(String key) {
        return records.stream().filter(record -> key.equals(record.key())).toList();
    }

    /** Waits up to 20 s for the first record that matches. */
    public ConsumerRecord<String, byte[]> await(Predicate<ConsumerRecord<String, byte[]>> wanted) {
        return await(wanted, PATIENCE);
    }

    /** Waits for the first record that matches; fails the test when there is none in time. */
    public ConsumerRecord<String, byte[]> await(
            Predicate<ConsumerRecord<String, byte[]>> wanted, Duration patience) {
        Awaitility.await("a record on " + topic)
                .atMost(patience)
                .pollInterval(POLL)
                .until(() -> records.stream().anyMatch(wanted));
        return records.stream().filter(wanted).findFirst().orElseThrow();
    }

    private void read() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        } catch (WakeupException e) {
            // close() asked for the end.
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
