package org.athanor.kit.inbox;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.athanor.kit.database.Database;
import org.athanor.kit.database.Sampling;

/** Forgets events that cannot come again: Kafka keeps records for seven days by default. */
@ApplicationScoped
class InboxPruning {

    private static final Duration KEPT = Duration.ofDays(14);

    private final Database database;
    private final Sampling sampling;
    private final Clock clock;

    InboxPruning(Database database, Sampling sampling, Clock clock) {
        this.database = database;
        this.sampling = sampling;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "10m")
    void prune() {
        sampling.whenThere(
                () ->
                        database.update(
                                "DELETE FROM inbox WHERE received_at < ?",
                                clock.instant().minus(KEPT)));
    }
}
