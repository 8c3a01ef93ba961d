package org.athanor.contracts.artifact;

import java.util.Arrays;

/** What an artifact is. */
public enum ArtifactKind {
    CORPUS("corpus"),
    TOKENIZER("tokenizer"),
    DATASET("dataset"),
    CHECKPOINT("checkpoint"),
    MODEL("model"),
    ADAPTER("adapter"),
    REWARD_MODEL("reward-model"),
    FEEDBACK_SNAPSHOT("feedback-snapshot"),
    ROLLOUTS("rollouts"),
    REPORT("report");

    private final String label;

    ArtifactKind(String label) {
        this.label = label;
    }

    /** The name on the wire and in manifests. */
    public String label() {
        return label;
    }

    public static ArtifactKind ofLabel(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown artifact kind '"
                                                + label
                                                + "', known: "
                                                + Arrays.stream(values())
                                                        .map(ArtifactKind::label)
                                                        .toList()));
    }

    @Override
    public String toString() {
        return label;
    }
}
