-- Events that leave with their transaction: see org.athanor.kit.outbox.
CREATE TABLE outbox (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lane         integer     NOT NULL,
    topic        text        NOT NULL,
    record_key   text        NOT NULL,
    record_value bytea       NOT NULL,
    created_at   timestamptz NOT NULL
);
CREATE INDEX outbox_lane_order ON outbox (lane, id);

-- One replica at a time sends a lane, and a key is always in the same lane: so its order is kept.
CREATE TABLE outbox_lane (
    lane integer PRIMARY KEY
);
INSERT INTO outbox_lane SELECT generate_series(0, 7);

-- Events already handled: see org.athanor.kit.inbox.
CREATE TABLE inbox (
    consumer    text        NOT NULL,
    source      text        NOT NULL,
    event_id    text        NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (consumer, source, event_id)
);
CREATE INDEX inbox_age ON inbox (received_at);
