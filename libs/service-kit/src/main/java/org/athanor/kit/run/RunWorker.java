package org.athanor.kit.run;

import java.time.Duration;
import java.util.Optional;
import org.athanor.kit.database.DatabaseOutage;
import org.athanor.kit.database.DatabaseReady;
import org.athanor.kit.database.Transactions;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** One thread that claims a run, works on it, and claims the next. */
final class RunWorker implements Runnable {

    private static final Logger LOG = Logger.getLogger(RunWorker.class);
    private static final Duration LOOK_ANYWAY = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final String replica;
    private final RunConfig config;
    private final RunHandlers handlers;
    private final RunLifecycle lifecycle;
    private final RunExecution execution;
    private final Transactions transactions;
    private final DatabaseReady ready;
    private final WorkSignal signal;
    private volatile RunLease current;
    private volatile boolean stopping;

    RunWorker(
            String replica,
            RunConfig config,
            RunHandlers handlers,
            RunLifecycle lifecycle,
            RunExecution execution,
            Transactions transactions,
            DatabaseReady ready,
            WorkSignal signal) {
        this.replica = replica;
        this.config = config;
        this.handlers = handlers;
        this.lifecycle = lifecycle;
        this.execution = execution;
        this.transactions = transactions;
        this.ready = ready;
        this.signal = signal;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                if (!ready.await(LOOK_ANYWAY)) {
                    continue;
                }
                Optional<Run> claimed = claim();
                if (claimed.isPresent()) {
                    work(claimed.get());
                } else {
                    signal.await(LOOK_ANYWAY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Run> claim() throws InterruptedException {
        try {
            return transactions.once(
                    () ->
                            lifecycle.claim(
                                    replica,
                                    handlers.kinds(),
                                    config.lease(),
                                    config.maxLostLeases()));
        } catch (RuntimeException e) {
            if (DatabaseOutage.isCauseOf(e)) {
                LOG.debugf("no run can be claimed, the database is away: %s", e.getMessage());
            } else {
                LOG.error("no run could be claimed", e);
            }
            Thread.sleep(PAUSE_AFTER_FAILURE);
            return Optional.empty();
        }
    }

    private void work(Run run) {
        RunLease lease = new RunLease(run.id(), run.attempts());
        current = lease;
        MDC.put("runId", run.id());
        try {
            if (stopping) {
                lease.interrupt(RunInterruptedException.Cause.STOPPING);
            }
            execution.execute(run, lease);
        } finally {
            MDC.remove("runId");
            current = null;
        }
    }

    /** Claims no more, and asks the current run to stop at its next step. */
    void stop() {
        stopping = true;
        signal.give();
        RunLease lease = current;
        if (lease != null) {
            lease.interrupt(RunInterruptedException.Cause.STOPPING);
        }
    }

    /** The run did not notice in time: others may go on with it all the same. */
    void giveUp() {
        RunLease lease = current;
        if (lease == null) {
            return;
        }
        try {
            transactions.run(() -> lifecycle.giveBack(lease.run(), lease.attempt()));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "run %s is not given back, its lease runs out instead: %s",
                    lease.run(), e.getMessage());
        }
    }
}
