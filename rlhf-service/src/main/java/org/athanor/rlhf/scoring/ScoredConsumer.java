package org.athanor.rlhf.scoring;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.athanor.contracts.reward.Scored;
import org.athanor.kit.inbox.Inbox;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stores the replies of reward-service, whichever replica's run they belong to. */
@ApplicationScoped
class ScoredConsumer {

    static final String CONSUMER = "rlhf-scoring";

    private final Inbox inbox;
    private final ScoreRequests requests;
    private final ReplyArrivals arrivals;

    ScoredConsumer(Inbox inbox, ScoreRequests requests, ReplyArrivals arrivals) {
        this.inbox = inbox;
        this.requests = requests;
        this.arrivals = arrivals;
    }

    @Incoming("scored")
    @Blocking
    void consume(ConsumerRecord<String, byte[]> scored) {
        if (inbox.accept(CONSUMER, scored, Scored.class, requests::answer)) {
            arrivals.arrived();
        }
    }
}
