package org.athanor.stack.kafka;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.athanor.stack.TestJvm;
import org.athanor.stack.net.LoopbackPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerMainIT {

    private static final int RECORDS = 200;

    @TempDir Path directory;

    @Test
    void shouldKeepEveryAcknowledgedRecordOverAKillAndEndWithItsLauncher() throws Exception {
        // Given
        BrokerSettings settings =
                new BrokerSettings(
                        directory.resolve("kafka"), LoopbackPort.free(), LoopbackPort.free());
        Process first = start(settings);
        createTopic(settings, "kept");
        send(settings, "kept");

        // When
        first.destroyForcibly().waitFor();
        Process second = start(settings);

        // Then
        assertEquals(RECORDS, count(settings, "kept"));
        assertThrows(
                ExecutionException.class,
                () -> describe(settings, "misspelt"),
                "no topic is created unasked");

        // When the launcher's end of the pipe closes
        second.getOutputStream().close();

        // Then
        assertTrue(second.waitFor(20, TimeUnit.SECONDS), "the broker outlived its launcher");
    }

    private Process start(BrokerSettings settings) throws Exception {
        Process process =
                TestJvm.start(
                        directory.resolve("broker.log"),
                        BrokerMain.class,
                        settings.directory().toString(),
                        Integer.toString(settings.port()),
                        Integer.toString(settings.controllerPort()));
        await().atMost(Duration.ofSeconds(30)).until(() -> LoopbackPort.accepts(settings.port()));
        return process;
    }

    private static void createTopic(BrokerSettings settings, String name) throws Exception {
        try (Admin admin = admin(settings)) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static void describe(BrokerSettings settings, String topic) throws Exception {
        try (Admin admin = admin(settings)) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        }
    }

    private static Admin admin(BrokerSettings settings) {
        return Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()));
    }

    private static void send(BrokerSettings settings, String topic) throws Exception {
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", settings.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        configuration, new StringSerializer(), new StringSerializer())) {
            var acknowledgements =
                    IntStream.range(0, RECORDS)
                            .mapToObj(
                                    i ->
                                            producer.send(
                                                    new ProducerRecord<>(
                                                            topic, "key", "value " + i)))
                            .toList();
            for (var acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        }
    }

    private static int count(BrokerSettings settings, String topic) {
        Map<String, Object> configuration =
                Map.of(
                        "bootstrap.servers",
                        settings.bootstrapServers(),
                        "auto.offset.reset",
                        "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        configuration, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            int count = 0;
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                count += consumer.poll(Duration.ofMillis(500)).count();
            }
            return count;
        }
    }
}
