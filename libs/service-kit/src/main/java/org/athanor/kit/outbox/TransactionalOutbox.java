package org.athanor.kit.outbox;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.athanor.contracts.Event;
import org.athanor.contracts.Topic;
import org.athanor.kit.ServiceIdentity;
import org.athanor.kit.cloudevent.CloudEvent;
import org.athanor.kit.cloudevent.CloudEvents;
import org.athanor.kit.database.AfterCommit;
import org.athanor.kit.database.Database;

/** Writes events to the table {@code outbox} and wakes the relay after the commit. */
@Singleton
class TransactionalOutbox implements Outbox {

    /** A key always has the same lane, and a lane one sender at a time: that keeps a key's order. */
    static final int LANES = 8;

    /** Kafka refuses records above 1 MiB by default. */
    private static final int MAX_BYTES = 1_000_000;

    private final Database database;
    private final CloudEvents cloudEvents;
    private final AfterCommit afterCommit;
    private final OutboxRelay relay;
    private final Clock clock;
    private final String source;

    TransactionalOutbox(
            Database database,
            CloudEvents cloudEvents,
            AfterCommit afterCommit,
            OutboxRelay relay,
            Clock clock,
            ServiceIdentity identity) {
        this.database = database;
        this.cloudEvents = cloudEvents;
        this.afterCommit = afterCommit;
        this.relay = relay;
        this.clock = clock;
        this.source = "/athanor/" + identity.service();
    }

    @Override
    public void appendAll(Topic topic, List<? extends Event> events) {
        if (!afterCommit.isTransactionActive()) {
            throw new IllegalStateException(
                    "an event leaves with a transaction, and none is active: " + events);
        }
        database.updateAll(
                "INSERT INTO outbox (lane, topic, record_key, record_value, created_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                events.stream().map(event -> row(topic, event)));
        afterCommit.run(relay::wake);
    }

    private Object[] row(Topic topic, Event event) {
        if (!topic.events().contains(event.getClass())) {
            throw new IllegalArgumentException(
                    topic.name() + " does not carry " + event.getClass().getSimpleName());
        }
        Instant now = clock.instant();
        byte[] value =
                cloudEvents.encode(
                        new CloudEvent(UUID.randomUUID().toString(), source, now, event));
        if (value.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "an event of %d bytes is too large for %s, which takes %d"
                            .formatted(value.length, topic.name(), MAX_BYTES));
        }
        return new Object[] {
            Math.floorMod(event.key().hashCode(), LANES), topic.name(), event.key(), value, now
        };
    }
}
