package org.athanor.contracts.feedback;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Checks;

/** An annotator judged a comparison. */
public record JudgementRecorded(
        UUID taskId, UUID judgementId, String annotator, Choice choice, Instant at)
        implements FeedbackEvent {

    public JudgementRecorded {
        Objects.requireNonNull(taskId, "taskId");
        Objects.requireNonNull(judgementId, "judgementId");
        Checks.notBlank(annotator, "annotator");
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(at, "at");
    }
}
