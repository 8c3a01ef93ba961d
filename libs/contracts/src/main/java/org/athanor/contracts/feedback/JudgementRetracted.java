package org.athanor.contracts.feedback;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A judgement no longer counts. */
public record JudgementRetracted(UUID taskId, UUID judgementId, Instant at)
        implements FeedbackEvent {

    public JudgementRetracted {
        Objects.requireNonNull(taskId, "taskId");
        Objects.requireNonNull(judgementId, "judgementId");
        Objects.requireNonNull(at, "at");
    }
}
