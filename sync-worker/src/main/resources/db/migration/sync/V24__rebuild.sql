ALTER TABLE sync.connection
    -- the command or request that cursors were last forgotten for: it is done once for each
    ADD COLUMN rebuilt_for text;
