-- Two completions of one prompt, to be judged. The id is derived from the content, so that adding a
-- comparison twice is harmless.
create table comparison (
    id                uuid primary key,
    form              text not null check (form in ('TURN', 'CHAT')),
    prompt            text not null,
    first_completion  text not null,
    second_completion text not null,
    first_model       text,
    second_model      text,
    source            text not null,
    created_at        timestamptz not null
);

create index comparison_by_source on comparison (source, id);

-- What an annotator preferred. Retracting keeps the row: the history of the labels stays whole.
create table judgement (
    id              uuid primary key,
    comparison_id   uuid not null references comparison (id),
    choice          text not null check (choice in ('FIRST', 'SECOND', 'TIE', 'BOTH_BAD')),
    annotator       text not null,
    idempotency_key text not null,
    recorded_at     timestamptz not null,
    retracted_at    timestamptz,
    unique (annotator, idempotency_key)
);

create index judgement_by_comparison on judgement (comparison_id);
