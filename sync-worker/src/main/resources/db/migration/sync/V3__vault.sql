-- A command is one connection's: whoever gives the same id to commands about several connections has them all carried out.
ALTER TABLE sync.command
    DROP CONSTRAINT command_pkey,
    ADD PRIMARY KEY (command_id, connection_key);
