-- Whether somebody asked for a connection that no record has told of yet.
CREATE INDEX command_connect ON health.command (tenant_id, user_id, provider, requested_at) WHERE kind = 'CONNECT';
