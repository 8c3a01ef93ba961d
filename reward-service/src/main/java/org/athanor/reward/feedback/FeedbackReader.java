package org.athanor.reward.feedback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads feedback for clients. */
@ApplicationScoped
class FeedbackReader {

    private final ComparisonRepository comparisons;
    private final JudgementRepository judgements;

    FeedbackReader(ComparisonRepository comparisons, JudgementRepository judgements) {
        this.comparisons = comparisons;
        this.judgements = judgements;
    }

    @Transactional
    ComparisonView comparison(UUID id) {
        return comparisons
                .findByIdOptional(id)
                .map(each -> ComparisonView.of(each, judgements.ofComparisons(List.of(id))))
                .orElseThrow(() -> Feedback.noComparison(id));
    }

    @Transactional
    List<ComparisonView> comparisons(ComparisonFilter filter) {
        List<Comparison> page = comparisons.page(filter);
        Map<UUID, List<Judgement>> judged =
                judgements.ofComparisons(page.stream().map(each -> each.id).toList()).stream()
                        .collect(Collectors.groupingBy(each -> each.comparisonId));
        return page.stream()
                .map(each -> ComparisonView.of(each, judged.getOrDefault(each.id, List.of())))
                .toList();
    }

    @Transactional
    FeedbackStatistics statistics() {
        return FeedbackStatistics.of(
                comparisons.count(),
                judgements.count("retractedAt is not null"),
                judgements.countByAnnotatorAndChoice());
    }
}
