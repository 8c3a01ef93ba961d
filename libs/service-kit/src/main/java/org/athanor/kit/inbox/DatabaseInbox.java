package org.athanor.kit.inbox;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.athanor.contracts.Event;
import org.athanor.kit.cloudevent.CloudEvent;
import org.athanor.kit.cloudevent.CloudEvents;
import org.athanor.kit.cloudevent.MalformedEventException;
import org.athanor.kit.database.Database;
import org.athanor.kit.database.DatabaseOutage;
import org.athanor.kit.database.Transactions;
import org.athanor.kit.problem.AthanorException;
import org.jboss.logging.Logger;

/** Remembers the events it has seen in the table {@code inbox}. */
@Singleton
class DatabaseInbox implements Inbox {

    private static final Logger LOG = Logger.getLogger(DatabaseInbox.class);

    private final CloudEvents cloudEvents;
    private final Database database;
    private final Transactions transactions;
    private final DeadLetterMeters deadLetters;
    private final Clock clock;

    DatabaseInbox(
            CloudEvents cloudEvents,
            Database database,
            Transactions transactions,
            DeadLetterMeters deadLetters,
            Clock clock) {
        this.cloudEvents = cloudEvents;
        this.database = database;
        this.transactions = transactions;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    @Override
    public <E extends Event> boolean accept(
            String consumer,
            ConsumerRecord<String, byte[]> record,
            Class<E> type,
            Consumer<E> handler) {
        return orPoison(consumer, record, () -> handle(consumer, record, type, handler));
    }

    @Override
    public <E extends Event> Optional<E> decode(
            String consumer, ConsumerRecord<String, byte[]> record, Class<E> type) {
        return orPoison(
                consumer, record, () -> wanted(record, type).map(event -> type.cast(event.data())));
    }

    private <E extends Event> boolean handle(
            String consumer,
            ConsumerRecord<String, byte[]> record,
            Class<E> type,
            Consumer<E> handler) {
        Optional<CloudEvent> event = wanted(record, type);
        return event.isPresent()
                && transactions.untilCommitted(
                        () -> {
                            boolean first = remember(consumer, event.get());
                            if (first) {
                                handler.accept(type.cast(event.get().data()));
                            }
                            return first;
                        });
    }

    private <E extends Event> Optional<CloudEvent> wanted(
            ConsumerRecord<String, byte[]> record, Class<E> type) {
        if (record.value() == null) {
            return Optional.empty();
        }
        CloudEvent event = cloudEvents.decode(record.value());
        if (!type.isInstance(event.data())) {
            return Optional.empty();
        }
        if (!event.data().key().equals(record.key())) {
            throw new PoisonRecordException(
                    "the record key must be %s, as its event says, was %s"
                            .formatted(event.data().key(), record.key()));
        }
        return Optional.of(event);
    }

    private boolean remember(String consumer, CloudEvent event) {
        return database.update(
                        "INSERT INTO inbox (consumer, source, event_id, received_at)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        consumer,
                        event.source(),
                        event.id(),
                        clock.instant())
                == 1;
    }

    private interface Work<T> {
        T get();
    }

    private <T> T orPoison(String consumer, ConsumerRecord<String, byte[]> record, Work<T> work) {
        try {
            return work.get();
        } catch (PoisonRecordException e) {
            throw counted(consumer, record, e);
        } catch (MalformedEventException | AthanorException e) {
            throw counted(consumer, record, new PoisonRecordException(e.getMessage(), e));
        } catch (RuntimeException e) {
            if (DatabaseOutage.isCauseOf(e)) {
                // Only when the service stops: the record is delivered again to the next replica.
                throw e;
            }
            LOG.errorf(
                    e,
                    "%s could not process a record of %s (partition %d, offset %d)",
                    consumer,
                    record.topic(),
                    record.partition(),
                    record.offset());
            throw counted(
                    consumer,
                    record,
                    new PoisonRecordException("processing failed: " + e.getMessage(), e));
        }
    }

    private PoisonRecordException counted(
            String consumer, ConsumerRecord<String, byte[]> record, PoisonRecordException poison) {
        LOG.warnf(
                "%s gives up a record of %s (partition %d, offset %d): %s",
                consumer, record.topic(), record.partition(), record.offset(), poison.getMessage());
        deadLetters.count(record.topic(), consumer);
        return poison;
    }
}
