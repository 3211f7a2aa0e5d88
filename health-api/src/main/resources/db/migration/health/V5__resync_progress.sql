ALTER TABLE health.command
    -- how many of the connections it covers are still to be done
    ADD COLUMN remaining         integer NOT NULL DEFAULT 0,
    -- what it would take, of one that was only tried
    ADD COLUMN estimated_calls   bigint,
    ADD COLUMN estimated_seconds bigint,
    -- the earlier command whose runs serve it too
    ADD COLUMN joined_command_id text;

CREATE INDEX command_of_tenant ON health.command (tenant_id, changed_at);
