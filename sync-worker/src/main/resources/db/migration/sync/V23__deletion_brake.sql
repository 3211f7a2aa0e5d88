ALTER TABLE sync.event
    -- the last walk that found the event gone: its deletion is not told yet; null while it is there
    ADD COLUMN doomed_in bigint,
    -- true when the deletion waits for a person, false when it waits for the end of its walk
    ADD COLUMN waits     boolean NOT NULL DEFAULT false;

CREATE INDEX event_doomed ON sync.event (connection_key, calendar_id) WHERE doomed_in IS NOT NULL;

ALTER TABLE sync.calendar
    -- events held when the walk under way began
    ADD COLUMN events_before  integer,
    -- since when deletions wait for a person, how many, and of how many events; null when none do
    ADD COLUMN held_at        timestamptz,
    ADD COLUMN held_deletions integer,
    ADD COLUMN held_events    integer,
    -- true when they wait because the calendar is no longer listed: it is not read meanwhile
    ADD COLUMN vanished       boolean NOT NULL DEFAULT false;

CREATE INDEX calendar_held ON sync.calendar (connection_key) WHERE held_at IS NOT NULL;

ALTER TABLE sync.tenant_settings
    -- null for the installation's default
    ADD COLUMN hold_above_percent integer CHECK (hold_above_percent BETWEEN 0 AND 100),
    ADD COLUMN hold_above_count   integer CHECK (hold_above_count >= 0);
