-- What is known of each connection: the newest fact of each kind, by the worker's sequence.
-- After a disconnect a row keeps its key and erased_through only, so that an older fact cannot bring it back.
CREATE TABLE health.connection (
    connection_key    text COLLATE "C" PRIMARY KEY,
    tenant_id         text COLLATE "C" NOT NULL,
    user_id           text COLLATE "C" NOT NULL,
    provider          text COLLATE "C" NOT NULL,
    erased_through    bigint  NOT NULL DEFAULT 0,
    -- derived, for filters and counts
    listed            boolean NOT NULL DEFAULT false,
    state             text    NOT NULL DEFAULT 'DISCONNECTED',
    active            boolean NOT NULL DEFAULT false,
    with_errors       boolean NOT NULL DEFAULT false,
    -- the transaction that wrote last: readers of changes follow it without gaps
    written_by        xid8    NOT NULL DEFAULT pg_current_xact_id(),
    moved_sequence    bigint,
    moved_event_id    text,
    moved_command_id  text,
    moved_at          timestamptz,
    moved_state       text,
    moved_reason      text,
    moved_message     text,
    moved_token_expires_at timestamptz,
    moved_failures    integer,
    completed_sequence     bigint,
    completed_event_id     text,
    completed_command_id   text,
    completed_told_at      timestamptz,
    completed_mode         text,
    completed_trigger      text,
    completed_at           timestamptz,
    completed_duration_ms  bigint,
    completed_events       bigint,
    completed_token_expires_at timestamptz,
    failed_sequence   bigint,
    failed_event_id   text,
    failed_command_id text,
    failed_at         timestamptz,
    failed_category   text,
    failed_reason     text,
    failed_message    text,
    failed_failures   integer,
    failed_retry_at   timestamptz,
    failed_disabled   boolean,
    deferred_sequence   bigint,
    deferred_event_id   text,
    deferred_command_id text,
    deferred_at         timestamptz,
    deferred_reason     text,
    deferred_resume_at  timestamptz
);

CREATE INDEX connection_listed ON health.connection (tenant_id, user_id, provider) WHERE listed;
CREATE INDEX connection_written ON health.connection (written_by);

CREATE TABLE health.calendar (
    connection_key text COLLATE "C" NOT NULL REFERENCES health.connection ON DELETE CASCADE,
    place          integer NOT NULL,
    calendar_id    text    NOT NULL,
    name           text,
    main           boolean NOT NULL,
    selected       boolean NOT NULL,
    status         text    NOT NULL,
    time_zone      text,
    PRIMARY KEY (connection_key, place)
);

CREATE TABLE health.run (
    connection_key text COLLATE "C" NOT NULL REFERENCES health.connection ON DELETE CASCADE,
    sequence       bigint NOT NULL,
    event_id       text   NOT NULL,
    command_id     text,
    outcome        text   NOT NULL,
    ended_at       timestamptz NOT NULL,
    duration_ms    bigint NOT NULL,
    events_synced  bigint NOT NULL,
    detail         text   NOT NULL,
    message        text,
    next_at        timestamptz,
    PRIMARY KEY (connection_key, sequence)
);

CREATE INDEX run_of_command ON health.run (command_id) WHERE command_id IS NOT NULL;
CREATE INDEX run_ended ON health.run (ended_at);

-- requested_at is set for commands that were asked for here; the rest is told by the topics.
CREATE TABLE health.command (
    command_id   text PRIMARY KEY,
    kind         text,
    tenant_id    text,
    user_id      text,
    provider     text,
    requested_at timestamptz,
    state        text    NOT NULL,
    connections  integer NOT NULL,
    message      text,
    changed_at   timestamptz NOT NULL,
    event_id     text    NOT NULL
);

CREATE INDEX command_changed ON health.command (changed_at);

-- The public key with which credentials are sealed for the worker; one row.
CREATE TABLE health.vault_key (
    name          text PRIMARY KEY,
    key_id        text NOT NULL,
    public_keyset text NOT NULL,
    occurred_at   timestamptz NOT NULL
);

-- Where the projection goes on reading: written with the rows that the records before it made.
CREATE TABLE health.projection_offset (
    topic       text    NOT NULL,
    partition   integer NOT NULL,
    next_offset bigint  NOT NULL,
    PRIMARY KEY (topic, partition)
);

-- Which generation of the read model this is; a greater one in the settings empties and rebuilds it.
CREATE TABLE health.projection (
    name       text PRIMARY KEY,
    generation integer NOT NULL
);

INSERT INTO health.projection (name, generation) VALUES ('health', 1);
