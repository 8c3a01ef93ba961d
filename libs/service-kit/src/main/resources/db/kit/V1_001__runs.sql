-- Durable runs: see org.athanor.kit.run.
CREATE TABLE run (
    id               uuid        PRIMARY KEY,
    kind             text        NOT NULL,
    parameters       jsonb       NOT NULL,
    state            text        NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    attempts         integer     NOT NULL DEFAULT 0,
    -- Leases that ran out: a run that keeps killing its replicas is failed in the end.
    lost_leases      integer     NOT NULL DEFAULT 0,
    replica          text,
    lease_until      timestamptz,
    cancel_requested boolean     NOT NULL DEFAULT false,
    progress         jsonb,
    metrics          jsonb       NOT NULL DEFAULT '{}',
    artifact         text,
    figures          jsonb       NOT NULL DEFAULT '{}',
    reason           text,
    -- Numbers this run's events without gaps, in commit order.
    last_event       bigint      NOT NULL DEFAULT 0,
    created_at       timestamptz NOT NULL,
    started_at       timestamptz,
    finished_at      timestamptz
);
CREATE INDEX run_unfinished ON run (created_at) WHERE state IN ('queued', 'running');
CREATE INDEX run_newest ON run (created_at DESC);

CREATE TABLE run_event (
    run_id  uuid        NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    seq     bigint      NOT NULL,
    type    text        NOT NULL,
    at      timestamptz NOT NULL,
    payload jsonb       NOT NULL,
    PRIMARY KEY (run_id, seq)
);

CREATE TABLE run_checkpoint (
    run_id   uuid        NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    step     bigint      NOT NULL,
    artifact text        NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (run_id, step)
);
CREATE INDEX run_checkpoint_artifact ON run_checkpoint (artifact);
