-- A priority more: what a provider told of goes before the ordinary round.
ALTER TABLE scheduler.schedule
    DROP CONSTRAINT schedule_next_priority_check;
UPDATE scheduler.schedule SET next_priority = next_priority + 1 WHERE next_priority > 0;
UPDATE scheduler.schedule SET request_priority = request_priority + 1 WHERE request_priority > 0;

ALTER TABLE scheduler.schedule
    ADD CONSTRAINT schedule_next_priority_check CHECK (next_priority BETWEEN 0 AND 3),
    -- What would be due without the wish at due_at.
    ADD COLUMN promised_at       timestamptz,
    ADD COLUMN promised_mode     text,
    ADD COLUMN promised_trigger  text,
    ADD COLUMN promised_priority smallint CHECK (promised_priority BETWEEN 0 AND 3),
    -- When the last request went that a command had asked for.
    ADD COLUMN asked_at          timestamptz,
    -- Calls the last completed run made to the provider, one that read what changed and one that read everything.
    ADD COLUMN delta_calls       integer NOT NULL DEFAULT 1,
    ADD COLUMN full_calls        integer NOT NULL DEFAULT 4,
    ADD CONSTRAINT schedule_promise CHECK (
        num_nulls(promised_at, promised_mode, promised_trigger, promised_priority) IN (0, 4)
        AND (promised_at IS NULL OR due_at IS NOT NULL));

-- What a run in that mode is expected to cost.
CREATE FUNCTION scheduler.calls(mode text, delta_calls integer, full_calls integer) RETURNS integer
    IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN mode LIKE 'REPUBLISH%' THEN 0 WHEN mode = 'DELTA' THEN delta_calls ELSE full_calls END;

DROP INDEX scheduler.schedule_due;
CREATE INDEX schedule_turns ON scheduler.schedule (next_priority, tenant_id, provider, due_at)
    WHERE request_id IS NULL AND due_at IS NOT NULL;
CREATE INDEX schedule_promised ON scheduler.schedule (tenant_id, provider, promised_at)
    WHERE request_id IS NULL AND promised_at IS NOT NULL AND next_priority = 3;

-- How full the bucket of calls to each provider is; whoever has its rows has the round.
CREATE TABLE scheduler.pace (
    provider            text             PRIMARY KEY,
    calls               double precision NOT NULL,
    filled_at           timestamptz      NOT NULL
);
INSERT INTO scheduler.pace VALUES ('google', 0, 'epoch'), ('outlook', 0, 'epoch');

ALTER TABLE scheduler.resync_command
    ADD COLUMN mode              text,
    ADD COLUMN priority          smallint,
    -- The earlier command whose runs serve this one too.
    ADD COLUMN joined_command_id text REFERENCES scheduler.resync_command ON DELETE SET NULL,
    ADD COLUMN estimated_calls   bigint,
    ADD COLUMN estimated_seconds bigint,
    -- When it was last told how far it has come.
    ADD COLUMN told_at           timestamptz;
UPDATE scheduler.resync_command
   SET mode = CASE verb WHEN 'RECONCILE' THEN 'FULL' WHEN 'REPUBLISH' THEN 'REPUBLISH' ELSE 'DELTA' END,
       priority = CASE WHEN user_id IS NOT NULL AND provider IS NOT NULL AND verb <> 'REPUBLISH' THEN 0 ELSE 3 END;

CREATE INDEX resync_command_target ON scheduler.resync_command (tenant_id, verb, accepted_at);
CREATE INDEX resync_command_joined ON scheduler.resync_command (joined_command_id) WHERE ended_at IS NULL;

ALTER TABLE scheduler.outbox
    ADD COLUMN remaining         integer NOT NULL DEFAULT 0;
