package io.kalends.worker.incident;

import java.time.InstantSource;

import io.kalends.core.incident.IncidentBoard;
import io.kalends.core.memory.MemoryIncidentBoard;

class MemoryIncidentBoardTest extends IncidentBoardContract {

    private final IncidentBoard board = new MemoryIncidentBoard(InstantSource.system());

    @Override
    IncidentBoard board() {
        return board;
    }
}
