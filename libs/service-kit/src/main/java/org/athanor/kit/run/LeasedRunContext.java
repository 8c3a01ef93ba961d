package org.athanor.kit.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.database.Transactions;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.jboss.logging.Logger;

/** The context of one attempt, as long as its lease holds. */
final class LeasedRunContext implements RunContext {

    private static final Logger LOG = Logger.getLogger(LeasedRunContext.class);

    private final String kind;
    private final RunLease lease;
    private final RunReports reports;
    private final RunLifecycle lifecycle;
    private final RunCheckpoints checkpoints;
    private final Transactions transactions;
    private final RunMeters meters;
    private final Path workDirectory;

    LeasedRunContext(
            String kind,
            RunLease lease,
            RunReports reports,
            RunLifecycle lifecycle,
            RunCheckpoints checkpoints,
            Transactions transactions,
            RunMeters meters,
            Path workDirectory) {
        this.kind = kind;
        this.lease = lease;
        this.reports = reports;
        this.lifecycle = lifecycle;
        this.checkpoints = checkpoints;
        this.transactions = transactions;
        this.meters = meters;
        this.workDirectory = workDirectory;
    }

    @Override
    public UUID runId() {
        return lease.run();
    }

    @Override
    public int attempt() {
        return lease.attempt();
    }

    @Override
    public void ensureActive() {
        lease.ensureHeld();
    }

    @Override
    public void progress(long done, long total, String unit) {
        reports.progress(done, total, unit);
    }

    @Override
    public void metrics(long step, Map<String, Double> numbers) {
        numbers.forEach(
                (name, value) -> {
                    if (value == null || !Double.isFinite(value)) {
                        throw new AthanorException(
                                ErrorCode.UNPROCESSABLE,
                                "%s became %s at step %d: the run diverged; its last checkpoint is kept, a lower learning rate may help"
                                        .formatted(name, value, step));
                    }
                });
        reports.metrics(step, numbers);
        meters.metrics(kind, numbers);
    }

    @Override
    public void checkpointed(long step, ArtifactId checkpoint, OptionalDouble validationLoss) {
        transactions.runUntilCommitted(
                () -> {
                    lease.ensureHeld();
                    lifecycle.checkpointed(
                            lease.run(),
                            lease.attempt(),
                            new RunCheckpoint(step, checkpoint, validationLoss));
                });
        checkpoints.pruneRunning(lease.run());
    }

    @Override
    public void notice(String message) {
        LOG.info(message);
        reports.notice(message);
    }

    @Override
    public void published(Manifest manifest) {
        transactions.runUntilCommitted(
                () -> {
                    lease.ensureHeld();
                    lifecycle.published(lease.run(), lease.attempt(), manifest);
                });
    }

    @Override
    public Optional<RunCheckpoint> lastCheckpoint() {
        return transactions.untilCommitted(() -> checkpoints.newest(lease.run()));
    }

    @Override
    public Path workDirectory() {
        return workDirectory;
    }
}
