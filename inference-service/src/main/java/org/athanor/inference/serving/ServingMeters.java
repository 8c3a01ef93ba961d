package org.athanor.inference.serving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What operators see of serving, by model name. Names that nobody serves share one label. */
@Singleton
class ServingMeters {

    private static final String UNKNOWN = "unknown";

    private final MeterRegistry registry;
    private final Map<String, ModelMeters> byName = new ConcurrentHashMap<>();

    /** Requests that wait. */
    final AtomicInteger waiting = new AtomicInteger();

    /** Requests that generate. */
    final AtomicInteger running = new AtomicInteger();

    ServingMeters(MeterRegistry registry, ModelShelf shelf) {
        this.registry = registry;
        Gauge.builder("athanor.inference.queue.length", waiting, AtomicInteger::get)
                .description("Requests that wait for a generation thread")
                .register(registry);
        Gauge.builder("athanor.inference.running", running, AtomicInteger::get)
                .description("Requests that generate")
                .register(registry);
        Gauge.builder("athanor.inference.models.loaded", shelf, ModelShelf::size)
                .description("Different models in memory")
                .strongReference(true)
                .register(registry);
    }

    /** A served name's meters; they show from now on, with zeros. */
    ModelMeters register(String name) {
        return byName.computeIfAbsent(name, this::create);
    }

    ModelMeters of(String name) {
        ModelMeters meters = byName.get(name);
        return meters == null ? register(UNKNOWN) : meters;
    }

    private ModelMeters create(String name) {
        return new ModelMeters(
                requests(name, "completed"),
                requests(name, "refused"),
                requests(name, "failed"),
                requests(name, "cancelled"),
                tokens(name, "prompt"),
                tokens(name, "completion"),
                timer(name, "athanor.inference.first.token", "Arrival to first token"),
                timer(
                        name,
                        "athanor.inference.output.token",
                        "Time for each token after the first"));
    }

    private Counter requests(String name, String outcome) {
        return Counter.builder("athanor.inference.requests")
                .description("Requests by outcome")
                .tag("model", name)
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter tokens(String name, String direction) {
        return Counter.builder("athanor.inference.tokens")
                .description("Tokens read and written")
                .tag("model", name)
                .tag("direction", direction)
                .register(registry);
    }

    private Timer timer(String name, String meter, String description) {
        return Timer.builder(meter)
                .description(description)
                .tag("model", name)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(3),
                        Duration.ofMillis(10),
                        Duration.ofMillis(30),
                        Duration.ofMillis(100),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30))
                .register(registry);
    }

    /** The meters of one name. */
    record ModelMeters(
            Counter completed,
            Counter refused,
            Counter failed,
            Counter cancelled,
            Counter promptTokens,
            Counter completionTokens,
            Timer firstToken,
            Timer outputToken) {}
}
