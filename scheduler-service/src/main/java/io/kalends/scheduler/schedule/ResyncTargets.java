package io.kalends.scheduler.schedule;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

import static java.time.ZoneOffset.UTC;

/// The connections that resync commands still wait for, within the caller's transaction.
final class ResyncTargets {

    private static final String END = """
            UPDATE scheduler.resync_target
               SET ended_at = :now
             WHERE connection_key = :key AND request_id = :requestId AND ended_at IS NULL
            RETURNING command_id
            """;

    private static final String END_ALL = """
            UPDATE scheduler.resync_target
               SET ended_at = :now
             WHERE connection_key = :key AND ended_at IS NULL
            RETURNING command_id
            """;

    private static final String COUNT_DOWN = """
            UPDATE scheduler.resync_command
               SET remaining = remaining - 1,
                   state = CASE WHEN remaining = 1 THEN 'DONE' ELSE state END,
                   ended_at = CASE WHEN remaining = 1 THEN :now END
             WHERE command_id = :commandId
            RETURNING remaining
            """;

    private static final String ANNOUNCE_DONE = """
            INSERT INTO scheduler.outbox (command_id, state, connections, occurred_at)
            SELECT command_id, state, connections, ended_at FROM scheduler.resync_command WHERE command_id = :commandId
            """;

    private final JdbcClient jdbc;

    ResyncTargets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The request ended that served this connection's targets.
    void end(String connectionKey, UUID requestId, Instant now) {
        countDown(
                jdbc.sql(END)
                        .param("key", connectionKey)
                        .param("requestId", requestId)
                        .param("now", now.atOffset(UTC))
                        .query(String.class)
                        .list(),
                now);
    }

    /// No request will serve this connection's targets any more.
    void endAll(String connectionKey, Instant now) {
        countDown(
                jdbc.sql(END_ALL)
                        .param("key", connectionKey)
                        .param("now", now.atOffset(UTC))
                        .query(String.class)
                        .list(),
                now);
    }

    private void countDown(List<String> commandIds, Instant now) {
        // Always in the same order: two connections of the same commands must not wait for each other.
        for (var commandId : commandIds.stream().sorted().toList()) {
            int remaining = jdbc.sql(COUNT_DOWN)
                    .param("commandId", commandId)
                    .param("now", now.atOffset(UTC))
                    .query(Integer.class)
                    .single();
            if (remaining == 0) {
                jdbc.sql(ANNOUNCE_DONE).param("commandId", commandId).update();
            }
        }
    }
}
