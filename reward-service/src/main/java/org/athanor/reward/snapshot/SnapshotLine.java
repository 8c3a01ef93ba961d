package org.athanor.reward.snapshot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.feedback.Choice;
import org.athanor.reward.feedback.JudgedComparison;
import org.athanor.reward.feedback.Turn;

/**
 * One judgement of a snapshot. No times: these would give equal feedback different ids.
 *
 * @param comparison its id, which follows from its content
 * @param messages the conversation that both completions answer
 * @param firstModel artifact id of the first completion's writer, or null
 * @param secondModel artifact id of the second completion's writer, or null
 */
@JsonPropertyOrder({
    "comparison",
    "messages",
    "first",
    "second",
    "firstModel",
    "secondModel",
    "source",
    "choice",
    "annotator"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SnapshotLine(
        UUID comparison,
        List<Turn> messages,
        String first,
        String second,
        String firstModel,
        String secondModel,
        String source,
        Choice choice,
        String annotator) {

    /** Lines of one comparison; comparisons come in the order of their ids. */
    static final Comparator<SnapshotLine> WITHIN_COMPARISON =
            Comparator.comparing(SnapshotLine::annotator).thenComparing(SnapshotLine::choice);

    static SnapshotLine of(JudgedComparison judged) {
        return new SnapshotLine(
                judged.comparison(),
                judged.turns(),
                judged.first(),
                judged.second(),
                text(judged.firstModel()),
                text(judged.secondModel()),
                judged.source(),
                judged.choice(),
                judged.annotator());
    }

    private static String text(ArtifactId id) {
        return id == null ? null : id.value();
    }
}
