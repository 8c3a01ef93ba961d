package org.athanor.contracts;

import java.util.Arrays;
import java.util.Optional;
import org.athanor.contracts.artifact.ArtifactPublished;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.contracts.feedback.JudgementRecorded;
import org.athanor.contracts.feedback.JudgementRetracted;
import org.athanor.contracts.model.CanaryStarted;
import org.athanor.contracts.model.ModelPromoted;
import org.athanor.contracts.model.ModelRolledBack;
import org.athanor.contracts.reward.ScoreRequested;
import org.athanor.contracts.reward.Scored;
import org.athanor.contracts.run.RunCancelled;
import org.athanor.contracts.run.RunFailed;
import org.athanor.contracts.run.RunMetric;
import org.athanor.contracts.run.RunProgressed;
import org.athanor.contracts.run.RunQueued;
import org.athanor.contracts.run.RunRequested;
import org.athanor.contracts.run.RunStarted;
import org.athanor.contracts.run.RunSucceeded;

/** The CloudEvents {@code type} of every event. An incompatible change gets a new type. */
public enum EventType {
    RUN_REQUESTED("org.athanor.run.requested.v1", RunRequested.class),
    RUN_QUEUED("org.athanor.run.queued.v1", RunQueued.class),
    RUN_STARTED("org.athanor.run.started.v1", RunStarted.class),
    RUN_PROGRESSED("org.athanor.run.progressed.v1", RunProgressed.class),
    RUN_SUCCEEDED("org.athanor.run.succeeded.v1", RunSucceeded.class),
    RUN_FAILED("org.athanor.run.failed.v1", RunFailed.class),
    RUN_CANCELLED("org.athanor.run.cancelled.v1", RunCancelled.class),
    RUN_METRIC("org.athanor.run.metric.v1", RunMetric.class),
    ARTIFACT_PUBLISHED("org.athanor.artifact.published.v1", ArtifactPublished.class),
    SPLIT_REQUESTED("org.athanor.dataset.split-requested.v1", SplitRequested.class),
    JUDGEMENT_RECORDED("org.athanor.feedback.judgement-recorded.v1", JudgementRecorded.class),
    JUDGEMENT_RETRACTED("org.athanor.feedback.judgement-retracted.v1", JudgementRetracted.class),
    SCORE_REQUESTED("org.athanor.reward.score-requested.v1", ScoreRequested.class),
    SCORED("org.athanor.reward.scored.v1", Scored.class),
    MODEL_PROMOTED("org.athanor.model.promoted.v1", ModelPromoted.class),
    CANARY_STARTED("org.athanor.model.canary-started.v1", CanaryStarted.class),
    MODEL_ROLLED_BACK("org.athanor.model.rolled-back.v1", ModelRolledBack.class);

    private final String type;
    private final Class<? extends Event> record;

    EventType(String type, Class<? extends Event> record) {
        this.type = type;
        this.record = record;
    }

    /** The CloudEvents type, for example {@code org.athanor.run.queued.v1}. */
    public String type() {
        return type;
    }

    public Class<? extends Event> record() {
        return record;
    }

    public static EventType of(Event event) {
        return Arrays.stream(values())
                .filter(type -> type.record == event.getClass())
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no event type for " + event.getClass().getName()));
    }

    public static Optional<EventType> ofType(String type) {
        return Arrays.stream(values()).filter(each -> each.type.equals(type)).findFirst();
    }
}
