package org.athanor.cli.demo;

import java.util.Arrays;

/** Mean, standard deviation (of the population) and median of some scores. */
record Statistics(double mean, double standardDeviation, double median) {

    static Statistics of(double[] scores) {
        if (scores.length == 0) {
            throw new IllegalArgumentException("no scores");
        }
        double mean = Arrays.stream(scores).average().orElseThrow();
        double variance =
                Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).average().orElseThrow();
        double[] sorted = Arrays.stream(scores).sorted().toArray();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Statistics(mean, Math.sqrt(variance), median);
    }
}
