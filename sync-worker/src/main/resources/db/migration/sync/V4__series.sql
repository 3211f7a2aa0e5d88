-- The series an event is an instance of. Events stored before this column was there get theirs with their next full walk.
ALTER TABLE sync.event
    ADD COLUMN series_id text COLLATE "C";

CREATE INDEX event_series ON sync.event (connection_key, calendar_id, series_id) WHERE series_id IS NOT NULL AND NOT gone;

-- Series that the delta under way has told something of: none of their events may be left behind when it ends.
CREATE TABLE sync.series_touched (
    connection_key      text COLLATE "C" NOT NULL,
    calendar_id         text COLLATE "C" NOT NULL,
    series_id           text COLLATE "C" NOT NULL,
    -- true when the provider seems to have sent the series as a whole
    whole               boolean NOT NULL,
    PRIMARY KEY (connection_key, calendar_id, series_id),
    FOREIGN KEY (connection_key, calendar_id) REFERENCES sync.calendar ON DELETE CASCADE
);

ALTER TABLE sync.calendar
    -- how often in a row it could not be read while others could, why, and until when the schedule leaves it alone
    ADD COLUMN failures        integer NOT NULL DEFAULT 0,
    ADD COLUMN failure_reason  text,
    ADD COLUMN failure_message text,
    ADD COLUMN rests_until     timestamptz,
    ADD COLUMN troubled_at     timestamptz,
    -- the last event told again, empty before the first; null when nothing is to be told again
    ADD COLUMN republish_after text COLLATE "C";

ALTER TABLE sync.connection
    -- where the next listing of changed calendars starts
    ADD COLUMN list_cursor_sealed bytea,
    ADD COLUMN run_troubled       integer NOT NULL DEFAULT 0,
    ADD COLUMN success_troubled   integer NOT NULL DEFAULT 0;
