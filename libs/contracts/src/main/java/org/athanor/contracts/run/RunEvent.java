package org.athanor.contracts.run;

import java.time.Instant;
import java.util.UUID;
import org.athanor.contracts.Event;

/** What happened to a run. Topic {@code runs.event.v1}, key {@code runId}. */
public sealed interface RunEvent extends Event
        permits RunQueued, RunStarted, RunProgressed, RunSucceeded, RunFailed, RunCancelled {

    UUID runId();

    /** The owning service's short name, for example {@code pretrain}. */
    String service();

    Instant at();

    @Override
    default String key() {
        return runId().toString();
    }
}
