package org.athanor.tokenizer.corpus;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * The records of a range, one partition after the other, so that a replay has the same order. One
 * thread.
 */
final class TopicRecords implements RawDocuments {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicRange range;
    private final Duration patience;
    private final DocumentParser parser;
    private final Queue<Integer> partitions;
    private final Queue<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
    private TopicPartition current;

    /** @param patience how long the broker may give nothing where there is something */
    TopicRecords(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicRange range,
            Duration patience,
            DocumentParser parser) {
        this.consumer = consumer;
        this.range = range;
        this.patience = patience;
        this.parser = parser;
        this.partitions = new ArrayDeque<>(range.to().keySet());
    }

    @Override
    public RawDocument next() {
        while (fetched.isEmpty()) {
            if (current == null && !nextPartition()) {
                return null;
            }
            fetch();
        }
        ConsumerRecord<byte[], byte[]> next = fetched.remove();
        byte[] value = next.value() == null ? new byte[0] : next.value();
        Provenance provenance =
                new Provenance(
                        "kafka://%s/%d".formatted(next.topic(), next.partition()), next.offset());
        return new RawBytes(provenance, Place.RECORD, value, parser);
    }

    private boolean nextPartition() {
        Integer partition = partitions.poll();
        if (partition == null) {
            return false;
        }
        current = new TopicPartition(range.topic(), partition);
        consumer.assign(List.of(current));
        consumer.seek(current, range.from().get(partition));
        return true;
    }

    /** Some records, or the partition's end; a compacted or given-up offset is passed over. */
    private void fetch() {
        long end = range.to().get(current.partition());
        try {
            long before = consumer.position(current, patience);
            if (before >= end) {
                current = null;
                return;
            }
            List<ConsumerRecord<byte[], byte[]>> records =
                    new ArrayList<>(consumer.poll(patience).records(current));
            records.removeIf(next -> next.offset() >= end);
            fetched.addAll(records);
            if (records.isEmpty() && consumer.position(current, patience) == before) {
                throw away(null);
            }
        } catch (OffsetOutOfRangeException e) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "records of %s that were to be read are gone: the topic keeps them too short a time"
                            .formatted(current),
                    e);
        } catch (KafkaException e) {
            throw away(e);
        }
    }

    private AthanorException away(KafkaException e) {
        return new AthanorException(
                ErrorCode.UNAVAILABLE,
                "the broker gives no records of %s within %s: is it away?"
                        .formatted(current, patience),
                e);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
