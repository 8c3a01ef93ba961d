-- Pieces of corpora that dataset runs wait for. Any replica may tokenize one; the run's owner reads it here.
create table split_request (
    split_id     uuid primary key,
    run_id       uuid not null,
    requested_at timestamptz not null,
    artifact     text,
    failure      text,
    check (artifact is null or failure is null)
);

create index split_request_run on split_request (run_id);
