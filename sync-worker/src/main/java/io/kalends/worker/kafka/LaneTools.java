package io.kalends.worker.kafka;

/// What every lane task works with.
record LaneTools(
        RequestReader reader,
        RequestHandler handler,
        DeadLetters deadLetters,
        Permits permits,
        Patience patience,
        LoopMetrics metrics) {}
