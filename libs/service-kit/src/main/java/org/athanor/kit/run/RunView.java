package org.athanor.kit.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * A run for clients.
 *
 * @param metrics step and numbers of the last step that reported
 * @param notice what it last told those who watch it
 * @param replica who works on it, while it is running
 * @param artifact what it made, once it has succeeded
 * @param reason why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunView(
        UUID id,
        String service,
        String kind,
        String state,
        int attempt,
        boolean cancelRequested,
        Map<String, Object> parameters,
        Run.Progress progress,
        Map<String, Object> metrics,
        Run.Notice notice,
        String replica,
        ArtifactId artifact,
        Map<String, Object> figures,
        String reason,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {

    static RunView of(Run run, String service) {
        RunState state = run.state();
        return new RunView(
                run.id(),
                service,
                run.kind(),
                state.label(),
                run.attempts(),
                run.cancelRequested(),
                run.parameters(),
                run.progress(),
                run.metrics(),
                run.notice(),
                state instanceof RunState.Running running ? running.replica() : null,
                state instanceof RunState.Succeeded succeeded ? succeeded.artifact() : null,
                state instanceof RunState.Succeeded succeeded ? succeeded.figures() : null,
                state instanceof RunState.Failed failed ? failed.reason() : null,
                run.createdAt(),
                run.startedAt(),
                run.finishedAt());
    }
}
