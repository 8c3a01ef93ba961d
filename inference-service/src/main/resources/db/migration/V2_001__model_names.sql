-- What each model name answers with. One row a name; the changes of a name wait for each other.
create table model_name (
    name         text primary key,
    stable       text             not null,
    -- What stable was before the last promotion, and the only model that a rollback goes back to.
    previous     text,
    canary       text,
    canary_share double precision not null default 0 check (canary_share between 0 and 1),
    stable_since timestamptz      not null,
    check (canary is not null or canary_share = 0)
);

-- Every change of a name, with the state that it left behind.
create table promotion (
    seq          bigint generated always as identity primary key,
    id           uuid             not null unique,
    name         text             not null references model_name (name),
    action       text             not null,
    -- What was asked for, to tell a repeated request from another under the same key.
    model        text,
    share        double precision,
    stable       text             not null,
    previous     text,
    canary       text,
    canary_share double precision not null,
    stable_since timestamptz      not null,
    at           timestamptz      not null
);

create index promotion_of_name on promotion (name, seq desc);
