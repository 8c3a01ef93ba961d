package org.athanor.contracts.feedback;

import java.time.Instant;
import java.util.UUID;
import org.athanor.contracts.Event;

/** What happened to the judgements of a task (a comparison). Topic {@code feedback.event.v1}. */
public sealed interface FeedbackEvent extends Event permits JudgementRecorded, JudgementRetracted {

    /** The comparison that was judged. */
    UUID taskId();

    UUID judgementId();

    Instant at();

    @Override
    default String key() {
        return taskId().toString();
    }
}
