package org.athanor.kit.run;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.athanor.contracts.run.RunRequested;
import org.athanor.kit.ServiceIdentity;
import org.athanor.kit.inbox.Inbox;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Requests by event: acknowledged once the run is durably queued. */
@ApplicationScoped
@WithRuns
class RunRequestConsumer {

    private final Inbox inbox;
    private final RunRequests requests;
    private final String consumer;

    RunRequestConsumer(Inbox inbox, RunRequests requests, ServiceIdentity identity) {
        this.inbox = inbox;
        this.requests = requests;
        this.consumer = identity.service();
    }

    @Incoming("runRequests")
    @Blocking
    void consume(ConsumerRecord<String, byte[]> record) {
        inbox.accept(
                consumer,
                record,
                RunRequested.class,
                request -> requests.submit(request.runId(), request.kind(), request.parameters()));
    }
}
