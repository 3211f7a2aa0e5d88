-- A promise stands behind a wish, and behind the request in flight that the wish has become.
ALTER TABLE scheduler.schedule
    DROP CONSTRAINT schedule_promise,
    ADD CONSTRAINT schedule_promise CHECK (
        num_nulls(promised_at, promised_mode, promised_trigger, promised_priority) IN (0, 4)
        AND (promised_at IS NULL OR due_at IS NOT NULL OR request_id IS NOT NULL));
