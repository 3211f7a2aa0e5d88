-- What must leave the worker, written in the transaction that made it true, published by whichever relay holds the
-- lease of the row's shard.
CREATE TABLE sync.outbox (
    id             uuid        PRIMARY KEY,
    -- Order of writing; of one connection also the order of committing, because its row lock is held meanwhile.
    position       bigint      GENERATED ALWAYS AS IDENTITY,
    shard          smallint    NOT NULL CHECK (shard BETWEEN 0 AND 15),
    connection_key text        NOT NULL,
    topic          text        NOT NULL,
    record_key     text        NOT NULL,
    type           text        NOT NULL,
    -- Null for tombstones, like the payload.
    sequence       bigint,
    headers        jsonb       NOT NULL,
    payload        bytea,
    created_at     timestamptz NOT NULL DEFAULT now(),
    published_at   timestamptz
);

CREATE INDEX outbox_unpublished ON sync.outbox (shard, position) WHERE published_at IS NULL;
CREATE INDEX outbox_published ON sync.outbox (published_at) WHERE published_at IS NOT NULL;

CREATE TABLE sync.outbox_shard (
    shard        smallint    PRIMARY KEY,
    leased_by    text,
    leased_until timestamptz,
    -- Grows whenever the shard gets another holder.
    fence        bigint      NOT NULL DEFAULT 0
);

INSERT INTO sync.outbox_shard (shard)
SELECT generate_series(0, 15);
