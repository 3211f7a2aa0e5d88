-- One row per connection: the truth about when it is due.
CREATE TABLE scheduler.schedule (
    connection_key      text        PRIMARY KEY,
    tenant_id           text        NOT NULL,
    user_id             text        NOT NULL,
    provider            text        NOT NULL,
    status              text        NOT NULL,
    -- When the next run is due. Null: it waits for a person. While a request is in flight: a wish for one more.
    due_at              timestamptz,
    next_mode           text        NOT NULL,
    next_trigger        text        NOT NULL,
    next_priority       smallint    NOT NULL CHECK (next_priority BETWEEN 0 AND 2),
    -- The request published and not yet answered.
    request_id          uuid,
    requested_at        timestamptz,
    in_flight_until     timestamptz,
    attempt             integer,
    request_mode        text,
    request_trigger     text,
    request_priority    smallint,
    command_id          text,
    connection_sequence bigint      NOT NULL,
    outcome_sequence    bigint      NOT NULL,
    CHECK (num_nulls(request_id, requested_at, in_flight_until, attempt, request_mode, request_trigger, request_priority)
           IN (0, 7)),
    CHECK (request_id IS NOT NULL OR command_id IS NULL)
) WITH (fillfactor = 80);

CREATE INDEX schedule_due ON scheduler.schedule (next_priority, due_at) WHERE request_id IS NULL AND due_at IS NOT NULL;
CREATE INDEX schedule_in_flight ON scheduler.schedule (in_flight_until) WHERE request_id IS NOT NULL;
CREATE INDEX schedule_tenant ON scheduler.schedule (tenant_id, user_id, provider);

-- Where a connection was when it went, so that an older record cannot bring it back.
CREATE TABLE scheduler.disconnected (
    connection_key      text        PRIMARY KEY,
    connection_sequence bigint      NOT NULL
);

CREATE TABLE scheduler.resync_command (
    command_id          text        PRIMARY KEY,
    -- Order of acceptance.
    number              bigint      GENERATED ALWAYS AS IDENTITY,
    tenant_id           text        NOT NULL,
    user_id             text,
    provider            text,
    verb                text        NOT NULL,
    requested_by        text,
    state               text        NOT NULL,
    connections         integer     NOT NULL,
    -- Targets that have not ended.
    remaining           integer     NOT NULL CHECK (remaining >= 0),
    message             text,
    accepted_at         timestamptz NOT NULL,
    ended_at            timestamptz
);

CREATE INDEX resync_command_ended ON scheduler.resync_command (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE scheduler.resync_target (
    command_id          text        NOT NULL REFERENCES scheduler.resync_command ON DELETE CASCADE,
    connection_key      text        NOT NULL,
    -- The request that serves it; null until one is published.
    request_id          uuid,
    ended_at            timestamptz,
    PRIMARY KEY (command_id, connection_key)
);

CREATE INDEX resync_target_open ON scheduler.resync_target (connection_key) WHERE ended_at IS NULL;

-- What is to be told about resync commands, in order; a row goes when the broker has it.
CREATE TABLE scheduler.outbox (
    number              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id            uuid        NOT NULL DEFAULT gen_random_uuid(),
    command_id          text        NOT NULL REFERENCES scheduler.resync_command ON DELETE CASCADE,
    state               text        NOT NULL,
    connections         integer     NOT NULL,
    message             text,
    occurred_at         timestamptz NOT NULL
);
