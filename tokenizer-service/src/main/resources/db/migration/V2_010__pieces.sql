-- Who works on a piece is decided here: a replica claims one, and what it does not answer in time
-- another one claims. Runs that are under way ask again for what they miss.
delete from split_request;
alter table split_request
    add column place         bigint not null,
    add column bytes         bigint not null,
    add column request       text not null,
    add column claimed_until timestamptz,
    add column piece_key     text,
    add column tokens        text,
    add column reused        boolean not null default false;
create index split_request_open on split_request (requested_at, place) where artifact is null and failure is null;

-- Where the tokens of a piece lie that an earlier dataset was joined from.
create table dataset_piece (
    piece_key text primary key,
    dataset   text not null,
    tokens    text not null,
    used_at   timestamptz not null
);
create index dataset_piece_dataset on dataset_piece (dataset);
create index dataset_piece_used on dataset_piece (used_at);
