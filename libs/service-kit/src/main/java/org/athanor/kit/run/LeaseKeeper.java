package org.athanor.kit.run;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Renews leases and writes reports while runs work, on threads of its own. */
@Singleton
@WithRuns
class LeaseKeeper {

    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    private final RunTable runs;
    private final RunConfig config;
    private final ScheduledExecutorService heartbeats = executor("run-heartbeat-");
    private final ScheduledExecutorService reporting = executor("run-reports-");

    LeaseKeeper(RunTable runs, RunConfig config) {
        this.runs = runs;
        this.config = config;
    }

    /** Keeps the lease until the returned handle is closed. */
    AutoCloseable keep(RunLease lease, RunReports reports) {
        ScheduledFuture<?> heartbeat =
                every(
                        heartbeats,
                        config.heartbeat(),
                        lease,
                        () -> lease.renew(runs, config.lease()));
        ScheduledFuture<?> report = every(reporting, config.reportEvery(), lease, reports::flush);
        return () -> {
            heartbeat.cancel(false);
            report.cancel(false);
        };
    }

    private static ScheduledFuture<?> every(
            ScheduledExecutorService executor, Duration pause, RunLease lease, Runnable task) {
        return executor.scheduleWithFixedDelay(
                () -> quietly(lease, task),
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** A scheduled task that throws is never called again: what failed is tried next time. */
    private static void quietly(RunLease lease, Runnable task) {
        MDC.put("runId", lease.run());
        try {
            task.run();
        } catch (RunInterruptedException e) {
            lease.interrupt(e.why());
        } catch (RuntimeException e) {
            LOG.warnf("not written, trying again soon: %s", e.getMessage());
        } finally {
            MDC.remove("runId");
        }
    }

    private static ScheduledExecutorService executor(String name) {
        ThreadFactory threads = Thread.ofPlatform().daemon().name(name, 1).factory();
        return Executors.newScheduledThreadPool(1, threads);
    }

    @PreDestroy
    void close() {
        heartbeats.shutdownNow();
        reporting.shutdownNow();
    }
}
