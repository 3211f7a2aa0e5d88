ALTER TABLE sync.connection
    -- Since when the provider has asked for fewer calls without a run that completed, or since that was last told.
    ADD COLUMN limited_since timestamptz;
