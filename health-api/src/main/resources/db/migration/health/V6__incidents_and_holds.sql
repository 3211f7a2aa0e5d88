-- The last incident of each provider and kind; the greater version holds.
CREATE TABLE health.incident (
    provider    text        NOT NULL,
    kind        text        NOT NULL,
    incident_id text        NOT NULL,
    version     bigint      NOT NULL,
    state       text        NOT NULL,
    opened_at   timestamptz NOT NULL,
    closed_at   timestamptz,
    probe_at    timestamptz,
    message     text        NOT NULL,
    changed_at  timestamptz NOT NULL,
    -- the transaction that wrote last: readers of changes follow it without gaps
    written_by  xid8        NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (provider, kind)
);

-- Deletions that wait for a person; all four are null where there are none.
ALTER TABLE health.calendar
    ADD COLUMN held_deletions integer,
    ADD COLUMN held_events    integer,
    ADD COLUMN held_at        timestamptz,
    ADD COLUMN held_sample    jsonb;

CREATE INDEX calendar_held ON health.calendar (held_at) WHERE held_at IS NOT NULL;

ALTER TABLE health.connection ADD COLUMN moved_deletions_held integer;
