package io.kalends.worker.incident;

import org.junit.jupiter.api.AfterEach;

import io.kalends.core.incident.IncidentBoard;
import io.kalends.worker.vault.VaultDatabase;

class JdbcIncidentBoardTest extends IncidentBoardContract {

    private final VaultDatabase database = new VaultDatabase();
    private final IncidentBoard board = new JdbcIncidentBoard(database.jdbc());

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    IncidentBoard board() {
        return board;
    }
}
