-- What each tenant decides, as last asked for here or told by the topic; the greater version holds.
CREATE TABLE health.tenant_settings (
    tenant_id         text COLLATE "C" PRIMARY KEY,
    version           bigint      NOT NULL,
    -- days from today; null for the installation's default
    window_back_days  integer,
    window_ahead_days integer,
    share             text        NOT NULL,
    private_as_busy   boolean     NOT NULL,
    changed_at        timestamptz NOT NULL
);

-- The trouble of single calendars. Rows from before tell of none until their connection is heard of again.
ALTER TABLE health.calendar
    ADD COLUMN failures integer NOT NULL DEFAULT 0,
    ADD COLUMN reason   text,
    ADD COLUMN message  text,
    ADD COLUMN retry_at timestamptz;

ALTER TABLE health.connection
    ADD COLUMN moved_calendars_failing   integer,
    ADD COLUMN completed_calendars_failed integer;
