package org.athanor.tokenizer.dataset;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.inbox.Inbox;
import org.athanor.kit.problem.AthanorException;
import org.athanor.tokenizer.dataset.SplitRequests.Answer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Tokenizes pieces of corpora, whichever replica's run they are for. A replica that dies leaves its
 * piece to another one, as any record of a consumer group.
 */
@ApplicationScoped
class SplitConsumer {

    private static final String CONSUMER = "tokenizer-splits";
    private static final Logger LOG = Logger.getLogger(SplitConsumer.class);

    private final Inbox inbox;
    private final SplitRequests requests;
    private final SplitTokenizer tokenizer;

    SplitConsumer(Inbox inbox, SplitRequests requests, SplitTokenizer tokenizer) {
        this.inbox = inbox;
        this.requests = requests;
        this.tokenizer = tokenizer;
    }

    @Incoming("splits")
    @Blocking
    void consume(ConsumerRecord<String, byte[]> split) {
        inbox.accept(CONSUMER, split, SplitRequested.class, this::tokenize);
    }

    private void tokenize(SplitRequested split) {
        if (requests.isWanted(split.splitId())) {
            requests.answer(split.splitId(), answer(split));
        }
    }

    private Answer answer(SplitRequested split) {
        try {
            return new Answer.Tokens(tokenizer.tokenize(split));
        } catch (AthanorException | IOException e) {
            LOG.warnf(e, "split %s of run %s failed", split.splitId(), split.runId());
            return new Answer.Failure(e.getMessage());
        }
    }
}
