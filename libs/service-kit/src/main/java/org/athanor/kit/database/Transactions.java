package org.athanor.kit.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Units of work in transactions of their own. */
@Singleton
public class Transactions {

    private static final Logger LOG = Logger.getLogger(Transactions.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final DatabaseReady ready;
    private final Guard patience;
    private volatile boolean closing;

    Transactions(DatabaseReady ready) {
        this.ready = ready;
        this.patience =
                Guard.create()
                        .withDescription("a transaction that waits for the database")
                        .withRetry()
                        .maxRetries(-1)
                        .maxDuration(0, ChronoUnit.MILLIS)
                        .delay(100, ChronoUnit.MILLIS)
                        .whenException(failure -> !closing && DatabaseOutage.isCauseOf(failure))
                        .beforeRetry(Transactions::logOutage)
                        .withExponentialBackoff()
                        .maxDelay(3, ChronoUnit.SECONDS)
                        .done()
                        .done()
                        .build();
    }

    /** Does the work in a new transaction, once. */
    public <T> T once(Supplier<T> work) {
        return QuarkusTransaction.requiringNew().call(work::get);
    }

    /** As {@link #once(Supplier)}, for work without a result. */
    public void run(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }

    /** As {@link #untilCommitted(Supplier)}, for work without a result. */
    public void runUntilCommitted(Runnable work) {
        untilCommitted(
                () -> {
                    work.run();
                    return true;
                });
    }

    /**
     * Does the work in a new transaction, again and again while the database is away. The work must
     * bear being repeated after a commit whose answer was lost.
     */
    @SuppressWarnings("unchecked")
    public <T> T untilCommitted(Supplier<T> work) {
        awaitSchema();
        return (T) patience.get(() -> once(work), Object.class);
    }

    private void awaitSchema() {
        try {
            while (!ready.await(LOOK_AGAIN)) {
                if (closing) {
                    throw new IllegalStateException("the service stops; its schema never stood");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the schema", e);
        }
    }

    private static void logOutage(Throwable failure) {
        LOG.warnf("the database is away, trying again: %s", failure.getMessage());
    }

    @PreDestroy
    void close() {
        closing = true;
    }
}
