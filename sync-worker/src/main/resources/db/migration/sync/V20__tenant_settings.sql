-- What a tenant decides about all of its connections; without a row everything is the installation's default.
CREATE TABLE sync.tenant_settings (
    tenant_id           text COLLATE "C" PRIMARY KEY,
    -- grows with every change; an older one that comes late is ignored
    version             bigint      NOT NULL,
    -- days from today; null for the installation's default
    window_back_days    integer     CHECK (window_back_days BETWEEN 0 AND 1825),
    window_ahead_days   integer     CHECK (window_ahead_days BETWEEN 1 AND 1825),
    share               text        NOT NULL CHECK (share IN ('FULL', 'TIMES', 'IDS')),
    private_as_busy     boolean     NOT NULL,
    changed_at          timestamptz NOT NULL DEFAULT now()
);
