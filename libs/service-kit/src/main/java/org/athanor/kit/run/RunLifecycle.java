package org.athanor.kit.run;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.athanor.contracts.Topics;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactPublished;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.contracts.run.RunCancelled;
import org.athanor.contracts.run.RunFailed;
import org.athanor.contracts.run.RunMetric;
import org.athanor.contracts.run.RunProgressed;
import org.athanor.contracts.run.RunQueued;
import org.athanor.contracts.run.RunStarted;
import org.athanor.contracts.run.RunSucceeded;
import org.athanor.kit.ServiceIdentity;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.outbox.Outbox;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * The transitions of a run, each with its event. Callers bring the transaction. What a replica does
 * to its run is fenced by the attempt: after a lost lease nothing is accepted any more.
 */
@Singleton
@WithRuns
class RunLifecycle {

    private final RunTable runs;
    private final RunJournal journal;
    private final RunCheckpoints checkpoints;
    private final Outbox outbox;
    private final ArtifactStore store;
    private final ServiceIdentity identity;
    private final Clock clock;

    RunLifecycle(
            RunTable runs,
            RunJournal journal,
            RunCheckpoints checkpoints,
            Outbox outbox,
            ArtifactStore store,
            ServiceIdentity identity,
            Clock clock) {
        this.runs = runs;
        this.journal = journal;
        this.checkpoints = checkpoints;
        this.outbox = outbox;
        this.store = store;
        this.identity = identity;
        this.clock = clock;
    }

    void queued(UUID run, String kind) {
        journal.append(new RunQueued(run, identity.service(), kind, now()));
    }

    /** Leases the oldest claimable run of these kinds to {@code replica}. */
    Optional<Run> claim(
            String replica, Collection<String> kinds, Duration lease, int maxLostLeases) {
        Optional<RunTable.Claimable> next = runs.lockClaimable(kinds);
        while (next.isPresent()) {
            RunTable.Claimable claimable = next.get();
            Run run = claimable.run();
            Instant leaseUntil = claimable.databaseTime().plus(lease);
            switch (run.state()) {
                case RunState.Queued queued -> {
                    return start(run, queued.claim(replica, leaseUntil, run.attempts() + 1));
                }
                case RunState.Running lost when run.cancelRequested() -> cancel(run, lost.cancel());
                case RunState.Running lost when claimable.lostLeases() + 1 >= maxLostLeases ->
                        fail(run, lost.fail(killsItsReplicas(maxLostLeases)));
                case RunState.Running lost -> {
                    runs.countLostLease(run.id());
                    return start(run, lost.takeOver(replica, leaseUntil));
                }
                case RunState.Succeeded s -> throw notClaimable(run);
                case RunState.Failed f -> throw notClaimable(run);
                case RunState.Cancelled c -> throw notClaimable(run);
            }
            next = runs.lockClaimable(kinds);
        }
        return Optional.empty();
    }

    private Optional<Run> start(Run run, RunState.Running running) {
        runs.saveState(run.id(), running);
        journal.append(
                new RunStarted(
                        run.id(), identity.service(), running.replica(), running.attempt(), now()));
        return runs.find(run.id());
    }

    private static String killsItsReplicas(int times) {
        return "the replica that worked on it stopped "
                + times
                + " times without a word (killed, or out of memory); see the service's log";
    }

    private static IllegalStateException notClaimable(Run run) {
        return new IllegalStateException("claimed a run that is " + run.state().label());
    }

    /** The run, locked, while {@code attempt} holds it. */
    RunState.Running held(UUID id, int attempt) {
        return runs.lock(id)
                .map(Run::state)
                .filter(RunState.Running.class::isInstance)
                .map(RunState.Running.class::cast)
                .filter(running -> running.attempt() == attempt)
                .orElseThrow(
                        () ->
                                new RunInterruptedException(
                                        RunInterruptedException.Cause.LEASE_LOST));
    }

    void checkpointed(UUID id, int attempt, RunCheckpoint checkpoint) {
        held(id, attempt);
        checkpoints.record(id, checkpoint, now());
        journal.append(
                new RunProgressed(
                        id, identity.service(), checkpoint.step(), checkpoint.artifact(), now()));
    }

    /** @param progress null when there is nothing new of it */
    void report(
            UUID id,
            int attempt,
            Run.Progress progress,
            List<RunMetric> metrics,
            List<Run.Notice> notices) {
        held(id, attempt);
        if (!notices.isEmpty()) {
            notices.forEach(notice -> journal.append(id, notice));
            runs.saveNotice(id, notices.getLast());
        }
        if (progress != null) {
            runs.saveProgress(id, progress);
            journal.append(id, progress);
        }
        if (!metrics.isEmpty()) {
            metrics.forEach(journal::append);
            RunMetric last = metrics.getLast();
            runs.saveMetrics(id, Map.of("step", last.step(), "numbers", last.numbers()));
        }
    }

    void published(UUID id, int attempt, Manifest manifest) {
        held(id, attempt);
        outbox.append(Topics.ARTIFACTS_PUBLISHED, new ArtifactPublished(manifest));
    }

    void succeed(UUID id, int attempt, RunOutcome outcome) {
        if (isEndOf(id, attempt, RunState.Succeeded.class)) {
            return;
        }
        RunState.Succeeded succeeded = held(id, attempt).succeed(outcome);
        runs.saveState(id, succeeded);
        if (outcome.artifact() != null) {
            outbox.append(
                    Topics.ARTIFACTS_PUBLISHED,
                    new ArtifactPublished(manifest(outcome.artifact())));
        }
        journal.append(
                new RunSucceeded(
                        id, identity.service(), outcome.artifact(), outcome.figures(), now()));
    }

    void fail(UUID id, int attempt, String reason) {
        if (!isEndOf(id, attempt, RunState.Failed.class)) {
            fail(run(id), held(id, attempt).fail(reason));
        }
    }

    void cancel(UUID id, int attempt) {
        if (!isEndOf(id, attempt, RunState.Cancelled.class)) {
            cancel(run(id), held(id, attempt).cancel());
        }
    }

    /** The replica stops in order: another can go on at once. */
    void giveBack(UUID id, int attempt) {
        RunState.Running running = held(id, attempt);
        Run run = run(id);
        if (run.cancelRequested()) {
            cancel(run, running.cancel());
            return;
        }
        runs.saveState(id, running.giveBack());
        queued(id, run.kind());
    }

    /** Somebody does not want the run any more: at once when it waits, else its replica notices. */
    Run requestCancel(UUID id) {
        Run run =
                runs.lock(id)
                        .orElseThrow(
                                () ->
                                        new AthanorException(
                                                ErrorCode.NOT_FOUND, "unknown run " + id));
        switch (run.state()) {
            case RunState.Queued queued -> cancel(run, queued.cancel());
            case RunState.Running ignored -> runs.requestCancel(id);
            case RunState.Cancelled ignored -> {}
            case RunState.Succeeded s -> throw overAlready(run);
            case RunState.Failed f -> throw overAlready(run);
        }
        return run(id);
    }

    private static AthanorException overAlready(Run run) {
        return new AthanorException(
                ErrorCode.CONFLICT,
                "run %s has %s already: nothing to cancel"
                        .formatted(run.id(), run.state().label()));
    }

    private void fail(Run run, RunState.Failed failed) {
        runs.saveState(run.id(), failed);
        journal.append(new RunFailed(run.id(), identity.service(), failed.reason(), now()));
    }

    private void cancel(Run run, RunState.Cancelled cancelled) {
        runs.saveState(run.id(), cancelled);
        journal.append(new RunCancelled(run.id(), identity.service(), now()));
    }

    /** A commit whose answer was lost is repeated: then the end is there already. */
    private boolean isEndOf(UUID id, int attempt, Class<? extends RunState> end) {
        return runs.lock(id)
                .filter(run -> end.isInstance(run.state()) && run.attempts() == attempt)
                .isPresent();
    }

    private Run run(UUID id) {
        return runs.find(id).orElseThrow();
    }

    private Manifest manifest(ArtifactId artifact) {
        return store.find(artifact)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the run's artifact was never published: " + artifact));
    }

    private Instant now() {
        return clock.instant();
    }
}
