package org.athanor.reward.feedback;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.athanor.contracts.feedback.Choice;

/**
 * A comparison as clients see it.
 *
 * @param messages the conversation that both completions answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ComparisonView(
        UUID id,
        List<Turn> messages,
        ComparisonRequest.Completion first,
        ComparisonRequest.Completion second,
        String source,
        Instant createdAt,
        List<JudgementView> judgements) {

    static ComparisonView of(Comparison comparison, List<Judgement> judgements) {
        return new ComparisonView(
                comparison.id,
                comparison.prompt().turns(),
                new ComparisonRequest.Completion(comparison.first, comparison.firstModel()),
                new ComparisonRequest.Completion(comparison.second, comparison.secondModel()),
                comparison.source,
                comparison.createdAt,
                judgements.stream().map(JudgementView::of).toList());
    }

    /** A judgement as clients see it; retracted, it counts no longer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JudgementView(
            UUID id, Choice choice, String annotator, Instant recordedAt, Instant retractedAt) {

        static JudgementView of(Judgement judgement) {
            return new JudgementView(
                    judgement.id,
                    judgement.choice,
                    judgement.annotator,
                    judgement.recordedAt,
                    judgement.retractedAt);
        }
    }
}
