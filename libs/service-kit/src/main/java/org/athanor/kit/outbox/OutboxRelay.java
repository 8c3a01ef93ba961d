package org.athanor.kit.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.athanor.kit.database.Database;
import org.athanor.kit.database.DatabaseReady;
import org.athanor.kit.database.Transactions;
import org.jboss.logging.Logger;

/**
 * Sends what the outbox holds: woken right after a commit, and every so often in case a wake-up was
 * lost with the process that owed it.
 */
@Singleton
class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final Duration LOOK_ANYWAY = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int BATCH = 200;

    private final Database database;
    private final Transactions transactions;
    private final DatabaseReady ready;
    private final RecordSender sender;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private boolean troubled;

    OutboxRelay(
            Database database,
            Transactions transactions,
            DatabaseReady ready,
            RecordSender sender) {
        this.database = database;
        this.transactions = transactions;
        this.ready = ready;
        this.sender = sender;
        this.thread = Thread.ofPlatform().daemon().name("outbox-relay").unstarted(this::run);
    }

    void start(@Observes StartupEvent started) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
        wake();
    }

    void wake() {
        wakeUps.release();
    }

    private void run() {
        try {
            while (!stopped) {
                if (ready.await(LOOK_ANYWAY)) {
                    drain();
                    wakeUps.tryAcquire(LOOK_ANYWAY.toMillis(), TimeUnit.MILLISECONDS);
                    wakeUps.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() throws InterruptedException {
        try {
            while (!stopped && transactions.once(this::sendBatch)) {
                recovered();
            }
        } catch (RuntimeException e) {
            troubled(e);
            Thread.sleep(PAUSE_AFTER_FAILURE);
        }
    }

    /** Sends the oldest records of the lanes that no other replica is sending. */
    private boolean sendBatch() {
        List<Integer> lanes =
                database.list(
                        "SELECT lane FROM outbox_lane WHERE EXISTS"
                                + " (SELECT 1 FROM outbox WHERE outbox.lane = outbox_lane.lane)"
                                + " FOR UPDATE SKIP LOCKED",
                        row -> row.getInt("lane"));
        if (lanes.isEmpty()) {
            return false;
        }
        List<OutboxRecord> records =
                database.list(
                        "SELECT id, topic, record_key, record_value FROM outbox"
                                + " WHERE lane = ANY (?) ORDER BY id LIMIT "
                                + BATCH,
                        row ->
                                new OutboxRecord(
                                        row.getLong("id"),
                                        row.getString("topic"),
                                        row.getString("record_key"),
                                        row.getBytes("record_value")),
                        (Object) lanes.toArray(Integer[]::new));
        sender.send(records);
        database.update(
                "DELETE FROM outbox WHERE id = ANY (?)",
                (Object) records.stream().map(OutboxRecord::id).toArray(Long[]::new));
        return !records.isEmpty();
    }

    private void recovered() {
        if (troubled) {
            LOG.info("events leave again");
        }
        troubled = false;
    }

    private void troubled(RuntimeException failure) {
        if (!troubled && !stopped) {
            LOG.warnf("events wait in the outbox: %s", failure.getMessage());
        }
        troubled = true;
    }
}
