package org.athanor.rlhf.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.transformer.ppo.PolicyStep;
import org.athanor.transformer.ppo.ValueStep;

/** Averages over the optimiser steps of one update. */
final class UpdateStatistics {

    private final Map<String, Double> policySums = new LinkedHashMap<>();
    private final Map<String, Double> valueSums = new LinkedHashMap<>();
    private int policySteps;
    private int valueSteps;
    private int epochs;

    void add(PolicyStep step) {
        policySteps++;
        sum(policySums, "policyLoss", step.loss());
        sum(policySums, "approxKl", step.approxKl());
        sum(policySums, "clipFraction", step.clipFraction());
        sum(policySums, "ratioMean", step.ratioMean());
        sum(policySums, "ratioVariance", step.ratioVariance());
        sum(policySums, "policyGradientNorm", step.gradientNorm());
    }

    void add(ValueStep step) {
        valueSteps++;
        sum(valueSums, "valueLoss", step.loss());
        sum(valueSums, "valueClipFraction", step.clipFraction());
        sum(valueSums, "valueGradientNorm", step.gradientNorm());
    }

    void epochDone() {
        epochs++;
    }

    /** By metric name; the policy's are missing where only the value model learnt. */
    Map<String, Double> averages() {
        Map<String, Double> averages = new LinkedHashMap<>();
        policySums.forEach((name, sum) -> averages.put(name, sum / policySteps));
        valueSums.forEach((name, sum) -> averages.put(name, sum / valueSteps));
        averages.put("epochs", (double) epochs);
        return averages;
    }

    private static void sum(Map<String, Double> sums, String name, double value) {
        sums.merge(name, value, Double::sum);
    }
}
