package org.athanor.kit.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.athanor.kit.database.Sampling;

/** Runs by kind and state, how long they took, and the live numbers of the one that is running. */
@Singleton
@WithRuns
class RunMeters {

    private static final List<String> STATES =
            List.of("queued", "running", "succeeded", "failed", "cancelled");

    /** A name becomes a label: bounded, so that no run can flood the registry. */
    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_./-]{0,63}");

    private static final int MOST_METRICS = 200;

    private record Key(String kind, String name) {}

    private final Map<Key, AtomicReference<Double>> runs = new ConcurrentHashMap<>();
    private final Map<Key, AtomicReference<Double>> metrics = new ConcurrentHashMap<>();
    private final RunTable table;
    private final RunHandlers handlers;
    private final Sampling sampling;
    private final MeterRegistry meters;

    RunMeters(RunTable table, RunHandlers handlers, Sampling sampling, MeterRegistry meters) {
        this.table = table;
        this.handlers = handlers;
        this.sampling = sampling;
        this.meters = meters;
    }

    /** Every series is there from the start, at zero: a dashboard needs no run to be drawn. */
    void register(@Observes StartupEvent started) {
        for (String kind : handlers.kinds()) {
            for (String state : STATES) {
                runs.computeIfAbsent(new Key(kind, state), this::runsGauge);
            }
            timer(kind, "succeeded");
        }
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        sampling.whenThere(this::readCounts);
    }

    private void readCounts() {
        Map<Key, Double> counted = new ConcurrentHashMap<>();
        for (RunTable.Count count : table.counts()) {
            counted.put(new Key(count.kind(), count.state()), (double) count.runs());
        }
        counted.keySet().forEach(key -> runs.computeIfAbsent(key, this::runsGauge));
        runs.forEach((key, gauge) -> gauge.set(counted.getOrDefault(key, 0.0)));
    }

    void metrics(String kind, Map<String, Double> numbers) {
        numbers.forEach(
                (name, value) -> {
                    Key key = new Key(kind, name);
                    boolean fits =
                            METRIC_NAME.matcher(name).matches() && metrics.size() < MOST_METRICS;
                    if (fits || metrics.containsKey(key)) {
                        metrics.computeIfAbsent(key, this::metricGauge).set(value);
                    }
                });
    }

    void ended(Run run) {
        if (run.finishedAt() != null && run.startedAt() != null) {
            timer(run.kind(), run.state().label())
                    .record(Duration.between(run.startedAt(), run.finishedAt()));
        }
    }

    private Timer timer(String kind, String state) {
        return Timer.builder("athanor.run.duration")
                .description("From the first start of a run to its end")
                .tag("kind", kind)
                .tag("state", state)
                .register(meters);
    }

    private AtomicReference<Double> runsGauge(Key key) {
        AtomicReference<Double> value = new AtomicReference<>(0.0);
        Gauge.builder("athanor.runs", value, AtomicReference::get)
                .description("Runs by kind and state")
                .tag("kind", key.kind())
                .tag("state", key.name())
                .register(meters);
        return value;
    }

    private AtomicReference<Double> metricGauge(Key key) {
        AtomicReference<Double> value = new AtomicReference<>(0.0);
        Gauge.builder("athanor.run.metric", value, AtomicReference::get)
                .description("The numbers of the last step of the last run of a kind")
                .tag("kind", key.kind())
                .tag("metric", key.name())
                .register(meters);
        return value;
    }
}
