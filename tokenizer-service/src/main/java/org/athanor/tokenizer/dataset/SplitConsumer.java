package org.athanor.tokenizer.dataset;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.inbox.Inbox;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Hears of pieces of corpora, whichever replica's run they are for. A record wakes the replica that
 * gets it; which piece that takes is decided in the table of pieces, so that the work stays even
 * however the records were shared out.
 */
@ApplicationScoped
class SplitConsumer {

    private static final String CONSUMER = "tokenizer-splits";

    private final Inbox inbox;
    private final PieceWorkers workers;

    SplitConsumer(Inbox inbox, PieceWorkers workers) {
        this.inbox = inbox;
        this.workers = workers;
    }

    @Incoming("splits")
    @Blocking
    void consume(ConsumerRecord<String, byte[]> record) {
        inbox.decode(CONSUMER, record, SplitRequested.class);
        workers.wake();
    }
}
