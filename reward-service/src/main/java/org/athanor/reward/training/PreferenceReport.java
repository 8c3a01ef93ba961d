package org.athanor.reward.training;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.athanor.transformer.reward.BradleyTerry;

/**
 * How well scores predict preferences.
 *
 * @param accuracy share of decided judgements whose winner scores higher; NaN without any
 * @param lengthBaselineAccuracy the same for a rule that looks at the length alone
 * @param brier mean squared error of the predicted probability (Brier, 1950), ties count as 1/2; 0 is
 *     best, 0.25 is a coin
 * @param accuracyByAnnotator accuracy on each annotator's judgements
 */
record PreferenceReport(
        double accuracy,
        double lengthBaselineAccuracy,
        double brier,
        Map<String, Double> accuracyByAnnotator) {

    /**
     * @param examples what was judged
     * @param margins score of the first less score of the second, of each example
     * @param longerWins whether the baseline prefers the longer answer or the shorter
     */
    static PreferenceReport of(List<Example> examples, double[] margins, boolean longerWins) {
        Map<String, Mean> byAnnotator = new TreeMap<>();
        Mean accuracy = new Mean();
        Mean baseline = new Mean();
        Mean brier = new Mean();
        for (int i = 0; i < margins.length; i++) {
            Example example = examples.get(i);
            brier.add(Math.pow(BradleyTerry.probability(margins[i]) - example.preferred(), 2));
            if (example.isDecided()) {
                double right = BradleyTerry.agreement(margins[i], example.preferred());
                accuracy.add(right);
                byAnnotator.computeIfAbsent(example.annotator(), name -> new Mean()).add(right);
                int longer = example.pair().lengthDifference();
                baseline.add(
                        BradleyTerry.agreement(longerWins ? longer : -longer, example.preferred()));
            }
        }
        return new PreferenceReport(
                accuracy.value(),
                baseline.value(),
                brier.value(),
                byAnnotator.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        each -> each.getValue().value(),
                                        (a, b) -> a,
                                        TreeMap::new)));
    }

    /** Whether the longer answer wins more often than not: what a length baseline can learn. */
    static boolean longerWins(List<Example> examples) {
        double wins = 0;
        for (Example example : examples) {
            if (example.isDecided()) {
                int longer = example.pair().lengthDifference();
                wins += BradleyTerry.agreement(longer, example.preferred()) - 0.5;
            }
        }
        return wins >= 0;
    }

    /** A running mean. */
    private static final class Mean {
        private double sum;
        private long count;

        void add(double value) {
            sum += value;
            count++;
        }

        double value() {
            return sum / count;
        }
    }
}
