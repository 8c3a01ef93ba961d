package org.athanor.kit.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.athanor.kit.database.Database;
import org.athanor.kit.database.Sampling;

/** How many events wait, and for how long the oldest has. */
@Singleton
class OutboxMeters {

    private final AtomicLong backlog = new AtomicLong();
    private final AtomicLong ageMs = new AtomicLong();
    private final Database database;
    private final Sampling sampling;
    private final MeterRegistry meters;
    private final Clock clock;

    private record Waiting(long count, Instant oldest) {}

    OutboxMeters(Database database, Sampling sampling, MeterRegistry meters, Clock clock) {
        this.database = database;
        this.sampling = sampling;
        this.meters = meters;
        this.clock = clock;
    }

    void register(@Observes StartupEvent started) {
        meters.gauge("athanor.outbox.backlog", backlog);
        meters.gauge("athanor.outbox.oldest.age.seconds", ageMs, age -> age.get() / 1000.0);
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        sampling.whenThere(this::read);
    }

    private void read() {
        Waiting waiting =
                database.first(
                                "SELECT count(*) AS count, min(created_at) AS oldest FROM outbox",
                                row ->
                                        new Waiting(
                                                row.getLong("count"),
                                                Database.instant(row, "oldest")))
                        .orElseThrow();
        backlog.set(waiting.count());
        ageMs.set(
                waiting.oldest() == null
                        ? 0
                        : Duration.between(waiting.oldest(), clock.instant()).toMillis());
    }
}
