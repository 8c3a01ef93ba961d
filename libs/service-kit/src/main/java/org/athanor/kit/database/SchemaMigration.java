package org.athanor.kit.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Migrates the schema. The first attempt is waited for, so that with a database that is there the
 * schema stands before the first request; after a failure it goes on in the background, however
 * long the database is away.
 */
@ApplicationScoped
class SchemaMigration {

    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(30);

    private final Flyway flyway;
    private final DatabaseReady ready;
    private final Thread thread;
    private final CountDownLatch firstAttempt = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile String obstacle = "the migrations have not run yet";

    SchemaMigration(Flyway flyway, DatabaseReady ready) {
        this.flyway = flyway;
        this.ready = ready;
        this.thread = Thread.ofPlatform().daemon().name("schema-migration").unstarted(this::run);
    }

    void start(@Observes StartupEvent started) throws InterruptedException {
        thread.start();
        firstAttempt.await(FIRST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
        thread.interrupt();
    }

    /** Why the schema does not stand yet. */
    String obstacle() {
        return obstacle;
    }

    private void run() {
        while (!ready.isGiven() && !stopped) {
            try {
                flyway.migrate();
                ready.given();
                firstAttempt.countDown();
            } catch (FlywayException e) {
                if (stopped) {
                    return;
                }
                report(e);
                firstAttempt.countDown();
                pause();
            }
        }
    }

    private void report(FlywayException failure) {
        boolean away = DatabaseOutage.isCauseOf(failure);
        String next = away ? "the database is away" : "the migrations failed, see the log";
        if (!next.equals(obstacle)) {
            if (away) {
                LOG.warnf("the database is away, its schema waits: %s", rootMessage(failure));
            } else {
                LOG.error("the schema could not be migrated, trying again", failure);
            }
        }
        obstacle = next;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
