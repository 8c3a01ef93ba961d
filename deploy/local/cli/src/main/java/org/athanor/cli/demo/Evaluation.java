package org.athanor.cli.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rule's own score before and after policy optimisation.
 *
 * @param before of the fine-tuned model's answers
 * @param after of the optimised policy's answers
 * @param kl nats a response between the policy and the fine-tuned model
 */
record Evaluation(Statistics before, Statistics after, double kl) {

    /** By how many standard deviations of the fine-tuned model's score the mean rose. */
    double risenBy() {
        return (after.mean() - before.mean()) / before.standardDeviation();
    }

    boolean reached(DemoSize size) {
        return risenBy() >= size.targetDeviations() && kl <= DemoSize.KL_BUDGET;
    }

    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("before", before.mean());
        figures.put("after", after.mean());
        figures.put("deviationBefore", before.standardDeviation());
        figures.put("risenByDeviations", risenBy());
        figures.put("kl", kl);
        figures.put("medianBefore", before.median());
        for (Degenerate answer : Degenerate.values()) {
            figures.put(answer.figure(), DirectSpeechRule.score(answer.text()));
        }
        return figures;
    }
}
