package org.athanor.kit.run;

import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.athanor.kit.ServiceIdentity;
import org.athanor.kit.database.Sampling;
import org.athanor.kit.database.Transactions;
import org.jboss.logging.Logger;

/** Executes a claimed run on the calling thread and records how it ended. */
@Singleton
@WithRuns
class RunExecution {

    private static final Logger LOG = Logger.getLogger(RunExecution.class);

    private final RunHandlers handlers;
    private final RunLifecycle lifecycle;
    private final RunTable runs;
    private final RunCheckpoints checkpoints;
    private final Transactions transactions;
    private final WorkDirectories workDirectories;
    private final LeaseKeeper keeper;
    private final RunMeters meters;
    private final Sampling sampling;
    private final ServiceIdentity identity;
    private final Clock clock;

    RunExecution(
            RunHandlers handlers,
            RunLifecycle lifecycle,
            RunTable runs,
            RunCheckpoints checkpoints,
            Transactions transactions,
            WorkDirectories workDirectories,
            LeaseKeeper keeper,
            RunMeters meters,
            Sampling sampling,
            ServiceIdentity identity,
            Clock clock) {
        this.handlers = handlers;
        this.lifecycle = lifecycle;
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.transactions = transactions;
        this.workDirectories = workDirectories;
        this.keeper = keeper;
        this.meters = meters;
        this.sampling = sampling;
        this.identity = identity;
        this.clock = clock;
    }

    @ActivateRequestContext
    void execute(Run run, RunLease lease) {
        LOG.infof("%s run starts, attempt %d", run.kind(), run.attempts());
        RunReports reports =
                new RunReports(lease, identity.service(), lifecycle, transactions, clock);
        try (AutoCloseable kept = keeper.keep(lease, reports)) {
            work(run, lease, reports);
            sampling.whenThere(() -> tidyUp(run.id()));
        } catch (RunInterruptedException e) {
            LOG.infof("the run ends here: %s", e.why());
        } catch (Exception e) {
            // Its lease runs out, and the run is claimed again.
            LOG.error("the run's end could not be recorded", e);
        }
    }

    private void work(Run run, RunLease lease, RunReports reports) throws IOException {
        Path scratch = null;
        try {
            scratch = workDirectories.create(run.id(), run.attempts());
            RunOutcome outcome =
                    handlers.execute(
                            run,
                            new LeasedRunContext(
                                    run.kind(),
                                    lease,
                                    reports,
                                    lifecycle,
                                    checkpoints,
                                    transactions,
                                    meters,
                                    scratch));
            record(lease, reports, () -> lifecycle.succeed(run.id(), run.attempts(), outcome));
        } catch (Throwable failure) {
            ended(run, lease, reports, failure);
        } finally {
            if (scratch != null) {
                workDirectories.delete(scratch);
            }
        }
    }

    private void ended(Run run, RunLease lease, RunReports reports, Throwable failure) {
        RunInterruptedException.Cause interruption =
                failure instanceof RunInterruptedException interrupted
                        ? interrupted.why()
                        : lease.interruption().orElse(null);
        switch (interruption) {
            case LEASE_LOST -> LOG.warn("the run goes on elsewhere");
            case STOPPING ->
                    record(lease, reports, () -> lifecycle.giveBack(run.id(), run.attempts()));
            case CANCELLED -> {
                record(lease, reports, () -> lifecycle.cancel(run.id(), run.attempts()));
            }
            case null -> {
                LOG.errorf(failure, "%s run failed", run.kind());
                String reason = FailureReason.of(failure);
                record(lease, reports, () -> lifecycle.fail(run.id(), run.attempts(), reason));
            }
        }
    }

    /** The last numbers first, so that the end is the last event. */
    private void record(RunLease lease, RunReports reports, Runnable end) {
        transactions.runUntilCommitted(reports::flush);
        lease.over();
        transactions.runUntilCommitted(end);
    }

    private void tidyUp(UUID id) {
        Run run = runs.find(id).orElseThrow();
        LOG.infof("%s run is %s", run.kind(), run.state().label());
        if (run.state().isFinal()) {
            meters.ended(run);
            checkpoints.pruneEnded(id);
        }
    }
}
