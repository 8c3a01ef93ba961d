package org.athanor.tokenizer.corpus;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Ranges of the topics that may be read. No group is joined and nothing is committed. */
@ApplicationScoped
class KafkaTopics {

    private final KafkaConfig config;
    private final Map<String, Object> broker;

    KafkaTopics(
            KafkaConfig config, @Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.config = config;
        this.broker = broker;
    }

    /** Refuses what must not be read, without asking the broker. */
    void check(KafkaSource source, Format format) {
        if (!config.topics().orElse(List.of()).contains(source.topic())) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "the topic %s may not be read: it is not in athanor.corpus.kafka.topics"
                            .formatted(SourceName.printable(source.topic())));
        }
        if (format == Format.CSV || format == Format.PARQUET || format == Format.WARC) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "a record of a topic is text, jsonl or tsv, and not " + format);
        }
    }

    /** Asks the broker for the offsets that are left out. */
    List<OpenableSource> resolve(KafkaSource source, Format format, String column) {
        check(source, format);
        TopicRange range = range(source);
        DocumentParser parser =
                new DocumentParser(format == Format.AUTO ? Format.TEXT : format, column);
        return List.of(
                new RecordSource(
                        "kafka://%s %s".formatted(source.topic(), range.asSource()),
                        () -> new TopicRecords(consumer(), range, config.patience(), parser),
                        range.asSource()));
    }

    private TopicRange range(KafkaSource source) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all =
                    consumer.partitionsFor(source.topic(), config.patience()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            if (all.isEmpty()) {
                throw new AthanorException(
                        ErrorCode.UNPROCESSABLE, "there is no topic " + source.topic());
            }
            SortedMap<Integer, Long> first =
                    byNumber(consumer.beginningOffsets(all, config.patience()));
            SortedMap<Integer, Long> end = byNumber(consumer.endOffsets(all, config.patience()));
            return range(source, first, end);
        } catch (KafkaException e) {
            throw new AthanorException(
                    ErrorCode.UNAVAILABLE,
                    "the offsets of the topic %s cannot be learnt: is the broker away?"
                            .formatted(source.topic()),
                    e);
        }
    }

    /** What is asked for, where the partitions hold it. */
    static TopicRange range(
            KafkaSource source, SortedMap<Integer, Long> first, SortedMap<Integer, Long> end) {
        SortedMap<Integer, Long> to = new TreeMap<>(source.to() == null ? end : source.to());
        SortedMap<Integer, Long> from = new TreeMap<>();
        for (int partition : source.from().keySet()) {
            if (!to.containsKey(partition)) {
                throw refused(source, partition, "is in 'from' and not in the topic or in 'to'");
            }
        }
        to.forEach(
                (partition, last) -> {
                    if (!end.containsKey(partition)) {
                        throw refused(source, partition, "is not there");
                    }
                    long start = source.from().getOrDefault(partition, first.get(partition));
                    if (start < first.get(partition)) {
                        throw refused(
                                source,
                                partition,
                                "begins at offset %d: those from %d on are gone"
                                        .formatted(first.get(partition), start));
                    }
                    if (last > end.get(partition)) {
                        throw refused(
                                source,
                                partition,
                                "ends at offset %d, before %d".formatted(end.get(partition), last));
                    }
                    if (start > last) {
                        throw refused(
                                source,
                                partition,
                                "has no offsets from %d to %d".formatted(start, last));
                    }
                    from.put(partition, start);
                });
        return new TopicRange(source.topic(), from, to);
    }

    private static AthanorException refused(KafkaSource source, int partition, String why) {
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "partition %d of the topic %s %s".formatted(partition, source.topic(), why));
    }

    private static SortedMap<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        SortedMap<Integer, Long> numbered = new TreeMap<>();
        offsets.forEach((partition, offset) -> numbered.put(partition.partition(), offset));
        return numbered;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> configuration = new HashMap<>(broker);
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // A record of a transaction that was given up is none; its offset stays empty.
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1 << 24);
        configuration.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(
                configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
