package org.athanor.contracts;

import java.util.List;
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

/** Every topic of Athanor. {@code docs/events.md} lists the same, and a test holds them together. */
public final class Topics {

    private static final List<String> RUN_OWNERS =
            List.of("tokenizer", "pretrain", "reward", "rlhf");

    public static final Topic TOKENIZER_RUN_REQUESTED = runRequested("tokenizer");
    public static final Topic PRETRAIN_RUN_REQUESTED = runRequested("pretrain");
    public static final Topic REWARD_RUN_REQUESTED = runRequested("reward");
    public static final Topic RLHF_RUN_REQUESTED = runRequested("rlhf");

    public static final Topic TOKENIZER_SPLIT_REQUESTED =
            new Topic(
                    "tokenizer.split-requested.v1",
                    "split id",
                    List.of("tokenizer"),
                    false,
                    List.of(SplitRequested.class));

    public static final Topic RUNS_EVENT =
            new Topic(
                    "runs.event.v1",
                    "run id",
                    RUN_OWNERS,
                    false,
                    List.of(
                            RunQueued.class,
                            RunStarted.class,
                            RunProgressed.class,
                            RunSucceeded.class,
                            RunFailed.class,
                            RunCancelled.class));
    public static final Topic RUNS_METRIC =
            new Topic("runs.metric.v1", "run id", RUN_OWNERS, false, List.of(RunMetric.class));
    public static final Topic ARTIFACTS_PUBLISHED =
            new Topic(
                    "artifacts.published.v1",
                    "artifact id",
                    RUN_OWNERS,
                    true,
                    List.of(ArtifactPublished.class));
    public static final Topic FEEDBACK_EVENT =
            new Topic(
                    "feedback.event.v1",
                    "task id",
                    List.of("reward"),
                    false,
                    List.of(JudgementRecorded.class, JudgementRetracted.class));
    public static final Topic REWARD_SCORE_REQUESTED =
            new Topic(
                    "reward.score-requested.v1",
                    "rollout id",
                    List.of("reward", "rlhf"),
                    false,
                    List.of(ScoreRequested.class));
    public static final Topic REWARD_SCORED =
            new Topic(
                    "reward.scored.v1",
                    "rollout id",
                    List.of("reward", "rlhf"),
                    false,
                    List.of(Scored.class));
    public static final Topic MODELS_EVENT =
            new Topic(
                    "models.event.v1",
                    "model name",
                    List.of("inference"),
                    true,
                    List.of(ModelPromoted.class, CanaryStarted.class, ModelRolledBack.class));

    private static final List<Topic> ALL =
            List.of(
                    TOKENIZER_RUN_REQUESTED,
                    PRETRAIN_RUN_REQUESTED,
                    REWARD_RUN_REQUESTED,
                    RLHF_RUN_REQUESTED,
                    TOKENIZER_SPLIT_REQUESTED,
                    RUNS_EVENT,
                    RUNS_METRIC,
                    ARTIFACTS_PUBLISHED,
                    FEEDBACK_EVENT,
                    REWARD_SCORE_REQUESTED,
                    REWARD_SCORED,
                    MODELS_EVENT);

    private Topics() {}

    public static List<Topic> all() {
        return ALL;
    }

    /** The topics that {@code service} (its short name, for example "reward") owns. */
    public static List<Topic> ownedBy(String service) {
        return ALL.stream().filter(topic -> topic.owners().contains(service)).toList();
    }

    /** The topic that carries {@code event}, unless it is a {@link RunRequested}, of which each service has one. */
    public static Topic of(Class<? extends Event> event) {
        return ALL.stream()
                .filter(topic -> topic.events().contains(event) && event != RunRequested.class)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no single topic carries " + event.getName()));
    }

    /** The request topic of {@code service}. */
    public static Topic runRequested(String service) {
        return new Topic(
                service + ".run-requested.v1",
                "run id",
                List.of(service),
                false,
                List.of(RunRequested.class));
    }
}
