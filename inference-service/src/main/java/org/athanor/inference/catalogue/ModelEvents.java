package org.athanor.inference.catalogue;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.athanor.contracts.model.ModelEvent;
import org.athanor.kit.inbox.Inbox;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Another replica changed a name: this one follows. Each replica is a consumer group of its own,
 * because each must hear of every change; loading happens elsewhere, so the record is acknowledged
 * at once.
 */
@ApplicationScoped
class ModelEvents {

    /** Part of the dead-letter topic's name; the group itself differs by replica. */
    private static final String CONSUMER = "inference-models";

    private final Inbox inbox;
    private final ModelNames names;

    ModelEvents(Inbox inbox, ModelNames names) {
        this.inbox = inbox;
        this.names = names;
    }

    @Incoming("modelEvents")
    @Blocking
    void consume(ConsumerRecord<String, byte[]> event) {
        inbox.decode(CONSUMER, event, ModelEvent.class)
                .ifPresent(change -> names.changed(change.state().name()));
    }
}
