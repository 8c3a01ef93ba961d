package org.athanor.kit.run;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.athanor.kit.database.AfterCommit;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Puts requests into the table of runs. */
@Singleton
@WithRuns
class QueuedRuns implements RunRequests {

    private final RunHandlers handlers;
    private final RunTable runs;
    private final RunLifecycle lifecycle;
    private final AfterCommit afterCommit;
    private final WorkSignal signal;

    QueuedRuns(
            RunHandlers handlers,
            RunTable runs,
            RunLifecycle lifecycle,
            AfterCommit afterCommit,
            WorkSignal signal) {
        this.handlers = handlers;
        this.runs = runs;
        this.lifecycle = lifecycle;
        this.afterCommit = afterCommit;
        this.signal = signal;
    }

    @Override
    public Submission submit(UUID runId, String kind, Map<String, Object> parameters) {
        Map<String, Object> present = new LinkedHashMap<>(parameters);
        present.values().removeIf(Objects::isNull);
        return QuarkusTransaction.joiningExisting().call(() -> queue(runId, kind, present));
    }

    private Submission queue(UUID runId, String kind, Map<String, Object> parameters) {
        if (runs.find(runId).isPresent()) {
            return earlier(runId, kind, parameters);
        }
        handlers.validate(kind, parameters);
        if (!runs.insert(runId, kind, parameters)) {
            return earlier(runId, kind, parameters);
        }
        lifecycle.queued(runId, kind);
        afterCommit.run(signal::give);
        return new Submission(runs.find(runId).orElseThrow(), true);
    }

    private Submission earlier(UUID runId, String kind, Map<String, Object> parameters) {
        if (!runs.isSameRequest(runId, kind, parameters)) {
            throw new AthanorException(
                    ErrorCode.CONFLICT,
                    "run %s was requested before with another kind or other parameters: choose a new id"
                            .formatted(runId));
        }
        return new Submission(runs.find(runId).orElseThrow(), false);
    }
}
