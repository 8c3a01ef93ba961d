package org.athanor.rlhf.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Seconds that each stage of an iteration took. */
final class Stopwatch {

    private final Map<String, Double> seconds = new LinkedHashMap<>();

    /** Does {@code work} and adds its time to {@code stage}. */
    <T> T time(String stage, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        try {
            return work.call();
        } finally {
            seconds.merge(stage + "Seconds", (System.nanoTime() - start) / 1e9, Double::sum);
        }
    }

    Map<String, Double> seconds() {
        return seconds;
    }

    double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
