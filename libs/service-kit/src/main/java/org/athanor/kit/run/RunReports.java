package org.athanor.kit.run;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.run.RunMetric;
import org.athanor.kit.database.Transactions;
import org.jboss.logging.Logger;

/** Progress and metrics of one attempt on their way to the database: buffered, written in batches. */
final class RunReports {

    private static final Logger LOG = Logger.getLogger(RunReports.class);

    /** What a long outage of the database can keep in memory; the oldest are dropped beyond. */
    private static final int MOST_METRICS = 10_000;

    private static final int BATCH = 200;
    private static final int MOST_NOTICES = 100;
    private static final int LONGEST_NOTICE = 500;

    private record Latest(long done, long total, String unit) {}

    private final RunLease lease;
    private final String service;
    private final RunLifecycle lifecycle;
    private final Transactions transactions;
    private final Clock clock;
    private final ProgressRate rate = new ProgressRate();
    private final Deque<RunMetric> metrics = new ArrayDeque<>();
    private final Deque<Run.Notice> notices = new ArrayDeque<>();
    private Latest progress;

    RunReports(
            RunLease lease,
            String service,
            RunLifecycle lifecycle,
            Transactions transactions,
            Clock clock) {
        this.lease = lease;
        this.service = service;
        this.lifecycle = lifecycle;
        this.transactions = transactions;
        this.clock = clock;
    }

    void progress(long done, long total, String unit) {
        synchronized (metrics) {
            progress = new Latest(done, total, unit);
        }
    }

    void metrics(long step, Map<String, Double> numbers) {
        RunMetric metric = new RunMetric(lease.run(), service, step, numbers, clock.instant());
        synchronized (metrics) {
            if (metrics.size() == MOST_METRICS) {
                metrics.removeFirst();
                LOG.warn("the database is away for long: the oldest metrics are dropped");
            }
            metrics.addLast(metric);
        }
    }

    void notice(String message) {
        String text = message.substring(0, Math.min(message.length(), LONGEST_NOTICE));
        synchronized (metrics) {
            if (notices.size() == MOST_NOTICES) {
                notices.removeFirst();
            }
            notices.addLast(new Run.Notice(text, clock.instant()));
        }
    }

    /**
     * Writes what has gathered, in one transaction a batch; what could not be written stays. One
     * flush at a time.
     *
     * @throws RunInterruptedException when the lease was lost
     */
    synchronized void flush() {
        boolean more = true;
        while (more) {
            more = flushBatch();
        }
    }

    private boolean flushBatch() {
        Latest latest;
        List<RunMetric> batch;
        List<Run.Notice> told;
        synchronized (metrics) {
            latest = progress;
            batch = metrics.stream().limit(BATCH).toList();
            told = List.copyOf(notices);
        }
        if (latest == null && batch.isEmpty() && told.isEmpty()) {
            return false;
        }
        write(latest, batch, told);
        synchronized (metrics) {
            notices.removeIf(notice -> told.stream().anyMatch(each -> each == notice));
            if (progress == latest) {
                progress = null;
            }
            for (RunMetric written : batch) {
                if (metrics.peekFirst() == written) {
                    metrics.removeFirst();
                }
            }
            return !metrics.isEmpty();
        }
    }

    private void write(Latest latest, List<RunMetric> batch, List<Run.Notice> told) {
        Run.Progress report = latest == null ? null : report(latest);
        transactions.run(() -> lifecycle.report(lease.run(), lease.attempt(), report, batch, told));
    }

    private Run.Progress report(Latest latest) {
        double perSecond = rate.sample(System.nanoTime(), latest.done(), latest.unit());
        return new Run.Progress(latest.done(), latest.total(), latest.unit(), perSecond);
    }
}
