-- What is wrong, or was, at a provider for many connections at once: the last incident of each kind.
CREATE TABLE sync.incident (
    provider     text        NOT NULL,
    kind         text        NOT NULL,
    incident_id  uuid        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('OPEN', 'RECOVERING', 'CLOSED')),
    opened_at    timestamptz NOT NULL,
    -- When the state began; while open, when the last probe went.
    since        timestamptz NOT NULL,
    -- When the next probe is due; only while open.
    probe_at     timestamptz,
    probes       integer     NOT NULL,
    message      text        NOT NULL,
    -- Grows by one with every change; whoever changes the row names the version it read.
    version      bigint      NOT NULL,
    -- The version last published.
    told_version bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (provider, kind),
    CHECK ((state = 'OPEN') = (probe_at IS NOT NULL))
);
