-- One row per connection; outlives a disconnect without anything personal, so that fence and sequence never start again.
CREATE TABLE sync.connection (
    connection_key           text COLLATE "C" PRIMARY KEY,
    tenant_id                text        NOT NULL,
    user_id                  text        NOT NULL,
    provider                 text        NOT NULL,
    status                   text        NOT NULL,
    fence                    bigint      NOT NULL DEFAULT 0,
    sequence                 bigint      NOT NULL DEFAULT 0,
    -- the fence of the last claim: below fence when a command has taken the connection from its worker since
    claimed_fence            bigint      NOT NULL DEFAULT 0,
    claimed_at               timestamptz,
    consecutive_failures     integer     NOT NULL DEFAULT 0,
    failure_reason           text,
    failure_message          text,
    calendars_listed_at      timestamptz,
    -- true while a calendar's state has changed since the connection's last ConnectionChanged
    untold                   boolean     NOT NULL DEFAULT false,
    linked_at                timestamptz NOT NULL DEFAULT now(),
    -- the run under way, over all its slices; null when none is
    run_started_at           timestamptz,
    run_upserted             bigint      NOT NULL DEFAULT 0,
    run_removed              bigint      NOT NULL DEFAULT 0,
    run_provider_calls       integer     NOT NULL DEFAULT 0,
    run_worked_millis        bigint      NOT NULL DEFAULT 0,
    run_calendars            integer     NOT NULL DEFAULT 0,
    run_full                 boolean     NOT NULL DEFAULT false,
    -- the last run that completed: what a request it covers is answered with
    success_started_at       timestamptz,
    success_completed_at     timestamptz,
    -- the last completed run in which every selected calendar was read in full
    success_full_started_at  timestamptz,
    success_full             boolean     NOT NULL DEFAULT false,
    success_upserted         bigint      NOT NULL DEFAULT 0,
    success_removed          bigint      NOT NULL DEFAULT 0,
    success_worked_millis    bigint      NOT NULL DEFAULT 0,
    success_calendars        integer     NOT NULL DEFAULT 0,
    UNIQUE (tenant_id, user_id, provider)
);

-- Tokens, sealed. Only the worker's role may read this table.
CREATE TABLE sync.credential (
    connection_key      text COLLATE "C" PRIMARY KEY REFERENCES sync.connection ON DELETE CASCADE,
    refresh_sealed      bytea       NOT NULL,
    access_sealed       bytea,
    access_expires_at   timestamptz,
    version             bigint      NOT NULL,
    lease_epoch         bigint      NOT NULL DEFAULT 0,
    lease_until         timestamptz,
    updated_at          timestamptz NOT NULL DEFAULT now()
);

-- One data key per tenant, wrapped by the master keyset: destroying the row erases what it sealed, backups included.
CREATE TABLE sync.tenant_key (
    tenant_id           text COLLATE "C" PRIMARY KEY,
    keyset_wrapped      bytea       NOT NULL,
    master_key_id       bigint      NOT NULL,
    created_at          timestamptz NOT NULL DEFAULT now()
);

-- The key pair with which credentials travel to the worker; the private half wrapped by the master keyset.
CREATE TABLE sync.vault_key_pair (
    key_id              text PRIMARY KEY,
    private_wrapped     bytea       NOT NULL,
    public_keyset       bytea       NOT NULL,
    master_key_id       bigint      NOT NULL,
    created_at          timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sync.calendar (
    connection_key      text COLLATE "C" NOT NULL REFERENCES sync.connection ON DELETE CASCADE,
    calendar_id         text COLLATE "C" NOT NULL,
    name                text,
    time_zone           text,
    is_primary          boolean     NOT NULL DEFAULT false,
    selected            boolean     NOT NULL DEFAULT false,
    -- true once a person has said which calendars are wanted; the main one is then no longer selected by default
    chosen              boolean     NOT NULL DEFAULT false,
    status              text        NOT NULL DEFAULT 'NEW',
    cursor_sealed       bytea,
    window_from         timestamptz,
    window_to           timestamptz,
    -- the highest generation any full walk has used, abandoned ones included
    generation          bigint      NOT NULL DEFAULT 0,
    -- the walk under way: READING, SWEEPING, CLOSING, or null
    walk                text,
    walk_full           boolean     NOT NULL DEFAULT false,
    walk_from           timestamptz,
    walk_to             timestamptz,
    walk_generation     bigint      NOT NULL DEFAULT 0,
    walk_pages          integer     NOT NULL DEFAULT 0,
    walk_restarted      boolean     NOT NULL DEFAULT false,
    -- READING: the next page's token; SWEEPING: the cursor that becomes the calendar's when the sweep is done
    walk_token_sealed   bytea,
    -- when the claim was made under which the walk began: what it shows is no older
    walk_started_at     timestamptz,
    -- when the last walk reached its end; what was walked since a run's start is left out of its next slices
    walked_at           timestamptz,
    -- when the last walk that reached its end, and the last full one, had begun
    walked_from         timestamptz,
    full_from           timestamptz,
    PRIMARY KEY (connection_key, calendar_id)
);

-- What the CRM was told. A row outlives its event as a mark without content, so that a disconnect can erase its key from the topic.
CREATE TABLE sync.event (
    connection_key      text COLLATE "C" NOT NULL,
    calendar_id         text COLLATE "C" NOT NULL,
    event_id            text COLLATE "C" NOT NULL,
    key_hash            bytea       NOT NULL,
    gone                boolean     NOT NULL DEFAULT false,
    gone_at             timestamptz,
    i_cal_uid           text,
    content_hash        bytea,
    payload             bytea,
    starts_at           timestamptz,
    ends_at             timestamptz,
    generation          bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (connection_key, calendar_id, event_id),
    FOREIGN KEY (connection_key) REFERENCES sync.connection ON DELETE CASCADE
);

CREATE INDEX event_generation ON sync.event (connection_key, calendar_id, generation) WHERE NOT gone;
CREATE INDEX event_gone_at ON sync.event (gone_at) WHERE gone;

-- Requests that have their outcome: a repeated one is left alone. Ids are one connection's.
CREATE TABLE sync.request (
    request_id          text NOT NULL,
    connection_key      text COLLATE "C" NOT NULL,
    outcome             text        NOT NULL,
    event_id            uuid        NOT NULL,
    ended_at            timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (request_id, connection_key)
);

CREATE INDEX request_ended_at ON sync.request (ended_at);

-- Commands that have been carried out: a repeated one is left alone.
CREATE TABLE sync.command (
    command_id          text PRIMARY KEY,
    connection_key      text COLLATE "C" NOT NULL,
    done_at             timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX command_done_at ON sync.command (done_at);

-- The CRM's old state table, for queries that still use it. Cursors are masked.
CREATE VIEW sync.calendar_sync_metadata AS
SELECT c.tenant_id                                                     AS "tenantId",
       c.user_id                                                       AS "userId",
       c.provider                                                      AS "provider",
       CASE WHEN c.provider = 'google' AND cal.cursor THEN '***' END   AS "syncToken",
       CASE WHEN c.provider = 'outlook' AND cal.cursor THEN '***' END  AS "deltaLink",
       c.success_completed_at                                          AS "lastSuccessfulSync",
       c.consecutive_failures                                          AS "consecutiveFailures",
       c.success_upserted + c.success_removed                          AS "eventsSynced",
       c.success_worked_millis                                         AS "syncDuration",
       c.failure_message                                               AS "lastError",
       c.status IN ('LINKED', 'ACTIVE', 'DEGRADED')                    AS "isActive"
  FROM sync.connection c
  LEFT JOIN (SELECT connection_key, bool_or(cursor_sealed IS NOT NULL) AS cursor
               FROM sync.calendar
              WHERE is_primary
              GROUP BY connection_key) cal USING (connection_key)
 WHERE c.status <> 'DISCONNECTED';
