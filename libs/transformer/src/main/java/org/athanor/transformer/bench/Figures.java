package org.athanor.transformer.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Map;

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

    /**
     * Seconds of several runs of the same work. On a shared machine the best says what the machine can do,
     * the median what it did.
     */
    record Seconds(double median, double best) {

        static Seconds of(double[] runs) {
            return new Seconds(Figures.median(runs), Arrays.stream(runs).min().orElse(Double.NaN));
        }

        Seconds minus(Seconds other) {
            return new Seconds(median - other.median, best - other.best);
        }

        Seconds dividedBy(double parts) {
            return new Seconds(median / parts, best / parts);
        }

        /** Puts {@code tokens_per_second} and {@code tokens_per_second_best}. */
        void put(Map<String, Object> figures, double tokens) {
            figures.put("tokens_per_second", rounded(tokens / median));
            figures.put("tokens_per_second_best", rounded(tokens / best));
        }
    }

    /** So many runs; a first one, which fills caches, does not count. */
    static Seconds seconds(int repetitions, Runnable work) {
        work.run();
        double[] seconds = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return Seconds.of(seconds);
    }
}
