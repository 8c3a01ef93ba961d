package org.athanor.transformer.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** Numbers as they stand in a report. */
final class Figures {

    private Figures() {}

    /** Four significant digits; null where there is no number. */
    static Double rounded(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(new MathContext(4)).doubleValue()
                : null;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Median seconds of {@code repetitions} runs; a first one, which fills caches, does not count. */
    static double seconds(int repetitions, Runnable work) {
        work.run();
        double[] seconds = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return median(seconds);
    }
}
