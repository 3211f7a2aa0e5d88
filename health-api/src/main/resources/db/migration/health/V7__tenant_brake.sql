-- Above which share, in percent, and above how many events deletions are held; null for the installation's default.
ALTER TABLE health.tenant_settings
    ADD COLUMN hold_above_percent integer,
    ADD COLUMN hold_above_count   integer;
