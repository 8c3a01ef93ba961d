package org.athanor.reward.scoring;

import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.athanor.contracts.Topics;
import org.athanor.contracts.reward.ScoreRequested;
import org.athanor.contracts.reward.Scored;
import org.athanor.kit.inbox.Inbox;
import org.athanor.kit.outbox.Outbox;
import org.athanor.kit.problem.AthanorException;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Scores rollouts on request; a request that cannot be served is answered with the reason. */
@ApplicationScoped
class ScoreRequests {

    /** The consumer group; part of the dead-letter topic's name. */
    static final String CONSUMER = "reward-scoring";

    private static final Logger LOG = Logger.getLogger(ScoreRequests.class);

    private final Inbox inbox;
    private final Outbox outbox;
    private final RewardModels models;

    ScoreRequests(Inbox inbox, Outbox outbox, RewardModels models) {
        this.inbox = inbox;
        this.outbox = outbox;
        this.models = models;
    }

    @Incoming("scoreRequests")
    @Blocking
    void consume(ConsumerRecord<String, byte[]> record) {
        // Scored before the transaction begins: it may take longer than one should be open.
        inbox.decode(CONSUMER, record, ScoreRequested.class)
                .map(this::scored)
                .ifPresent(reply -> answer(record, reply));
    }

    private void answer(ConsumerRecord<String, byte[]> record, Scored reply) {
        inbox.accept(
                CONSUMER,
                record,
                ScoreRequested.class,
                request -> outbox.append(Topics.REWARD_SCORED, reply));
    }

    private Scored scored(ScoreRequested request) {
        try {
            float[] scores = models.score(request.rewardModel(), request.sequences());
            return new Scored(request.rolloutId(), request.rewardModel(), boxed(scores), null);
        } catch (AthanorException e) {
            LOG.warnf("rollout %s cannot be scored: %s", request.rolloutId(), e.getMessage());
            return new Scored(
                    request.rolloutId(), request.rewardModel(), List.of(), e.getMessage());
        }
    }

    private static List<Float> boxed(float[] scores) {
        List<Float> boxed = new ArrayList<>(scores.length);
        for (float score : scores) {
            boxed.add(score);
        }
        return boxed;
    }
}
