-- Rollouts that wait for scores. Any replica may receive the reply; the run's owner reads it here.
create table score_request (
    rollout_id   uuid primary key,
    run_id       uuid not null,
    reward_model text not null,
    answers      integer not null check (answers > 0),
    requested_at timestamptz not null,
    scores       real[],
    failure      text,
    check (scores is null or failure is null)
);

create index score_request_run on score_request (run_id);
