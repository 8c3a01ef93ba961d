package org.athanor.kit.outbox;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.athanor.kit.cloudevent.CloudEvents;

/** Sends records to Kafka and returns when every in-sync replica of the broker has them. */
@Singleton
class RecordSender {

    private static final byte[] CONTENT_TYPE =
            CloudEvents.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8);

    /** Short of the transaction that is held meanwhile. */
    private static final int GIVE_UP_AFTER_MS = 10_000;

    private final Map<String, Object> configuration;
    private KafkaProducer<String, byte[]> producer;

    RecordSender(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.configuration = new HashMap<>(broker);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 4_000);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS);
    }

    /**
     * @throws IllegalStateException when one of them did not arrive; some may have
     */
    synchronized void send(List<OutboxRecord> records) {
        List<Future<RecordMetadata>> arrivals = new ArrayList<>();
        for (OutboxRecord record : records) {
            Future<RecordMetadata> arrival = producer().send(toKafka(record));
            if (arrival.isDone()) {
                // At once means that it failed at once: the rest would wait in vain one by one.
                await(arrival);
            }
            arrivals.add(arrival);
        }
        arrivals.forEach(RecordSender::await);
    }

    private static void await(Future<RecordMetadata> arrival) {
        try {
            arrival.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending", e);
        }
    }

    private static ProducerRecord<String, byte[]> toKafka(OutboxRecord record) {
        ProducerRecord<String, byte[]> kafka =
                new ProducerRecord<>(record.topic(), record.key(), record.value());
        kafka.headers().add("content-type", CONTENT_TYPE);
        return kafka;
    }

    /** Made on first use: a broker whose name does not resolve yet must not stop the start. */
    private KafkaProducer<String, byte[]> producer() {
        if (producer == null) {
            producer =
                    new KafkaProducer<>(
                            configuration, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
