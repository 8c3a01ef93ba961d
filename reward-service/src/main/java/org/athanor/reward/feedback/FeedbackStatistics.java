package org.athanor.reward.feedback;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.athanor.contracts.feedback.Choice;

/**
 * How much feedback there is.
 *
 * @param comparisons all, judged or not
 * @param judgements those that count
 * @param retracted those that count no longer
 * @param annotators who chose what how often, by name
 */
record FeedbackStatistics(
        long comparisons, long judgements, long retracted, List<AnnotatorStatistics> annotators) {

    /** One annotator's judgements that count. */
    record AnnotatorStatistics(String annotator, long judgements, Map<Choice, Long> choices) {}

    static FeedbackStatistics of(
            long comparisons, long retracted, List<JudgementRepository.AnnotatorChoices> counts) {
        List<AnnotatorStatistics> annotators =
                counts.stream()
                        .collect(
                                Collectors.groupingBy(
                                        JudgementRepository.AnnotatorChoices::annotator,
                                        TreeMap::new,
                                        Collectors.toMap(
                                                JudgementRepository.AnnotatorChoices::choice,
                                                JudgementRepository.AnnotatorChoices::count,
                                                Long::sum,
                                                TreeMap::new)))
                        .entrySet()
                        .stream()
                        .map(
                                each ->
                                        new AnnotatorStatistics(
                                                each.getKey(),
                                                sum(each.getValue()),
                                                each.getValue()))
                        .toList();
        long judgements = annotators.stream().mapToLong(AnnotatorStatistics::judgements).sum();
        return new FeedbackStatistics(comparisons, judgements, retracted, annotators);
    }

    private static long sum(Map<Choice, Long> choices) {
        return choices.values().stream().mapToLong(Long::longValue).sum();
    }
}
