package org.athanor.kit.inbox;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.athanor.contracts.Event;

/** Turns records into events, once each. */
public interface Inbox {

    /**
     * Decodes the record and, in one transaction with the memory of having seen it, hands its event
     * to {@code handler}. A duplicate, a tombstone and an event of another known type are skipped.
     * While the database is away it waits and tries again.
     *
     * @param consumer the consumer group, for example {@code reward-scoring}
     * @param type a record, or a sealed interface such as {@code RunEvent}
     * @return whether the handler was called
     * @throws PoisonRecordException when the record can never be processed: let it pass, the channel
     *     sends the record to its dead-letter topic with the message as reason
     */
    <E extends Event> boolean accept(
            String consumer,
            ConsumerRecord<String, byte[]> record,
            Class<E> type,
            Consumer<E> handler);

    /**
     * Decodes only: for read models in memory that are rebuilt from the topic's beginning. Empty for
     * a tombstone and an event of another known type.
     *
     * @throws PoisonRecordException as above
     */
    <E extends Event> Optional<E> decode(
            String consumer, ConsumerRecord<String, byte[]> record, Class<E> type);
}
