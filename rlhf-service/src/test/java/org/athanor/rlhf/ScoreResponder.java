package org.athanor.rlhf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.athanor.contracts.Topics;
import org.athanor.contracts.reward.ScoreRequested;
import org.athanor.contracts.reward.Scored;
import org.athanor.kit.cloudevent.CloudEvent;
import org.athanor.kit.cloudevent.CloudEvents;
import org.athanor.kit.json.AthanorJson;
import org.athanor.testkit.Backend;

/** Answers score requests as reward-service does, with a plain Kafka client and a rule of the test's. */
public final class ScoreResponder implements AutoCloseable {

    private final CloudEvents events = new CloudEvents(AthanorJson.mapper());
    private final AtomicInteger answered = new AtomicInteger();
    private final Function<ScoreRequested, Scored> rule;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final Thread thread;

    public ScoreResponder(Function<ScoreRequested, Scored> rule) {
        this.rule = rule;
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                Backend.bootstrapServers(),
                                "group.id",
                                "responder-" + UUID.randomUUID(),
                                "auto.offset.reset",
                                "earliest",
                                "allow.auto.create.topics",
                                false,
                                "metadata.max.age.ms",
                                500),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", Backend.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer());
        consumer.subscribe(List.of(Topics.REWARD_SCORE_REQUESTED.name()));
        this.thread = Thread.ofPlatform().daemon().name("responder").start(this::run);
    }

    /** Requests answered so far. */
    public int answered() {
        return answered.get();
    }

    private void run() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    answer(record);
                }
            }
        } catch (WakeupException e) {
            // close() asked for the end.
        }
    }

    private void answer(ConsumerRecord<String, byte[]> record) {
        ScoreRequested request = (ScoreRequested) events.decode(record.value()).data();
        Scored reply = rule.apply(request);
        String id = UUID.randomUUID().toString();
        Future<RecordMetadata> sent =
                producer.send(
                        new ProducerRecord<>(
                                Topics.REWARD_SCORED.name(),
                                reply.key(),
                                events.encode(
                                        new CloudEvent(
                                                id, "/athanor/reward", Instant.EPOCH, reply))));
        producer.flush();
        if (sent.state() != Future.State.SUCCESS) {
            throw new IllegalStateException("the reply was not sent", sent.exceptionNow());
        }
        answered.incrementAndGet();
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
        producer.close();
    }
}
