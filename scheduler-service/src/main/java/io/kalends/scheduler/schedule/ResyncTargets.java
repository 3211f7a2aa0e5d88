package io.kalends.scheduler.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

import static java.time.ZoneOffset.UTC;

/// The connections that resync commands still wait for, within the caller's transaction.
final class ResyncTargets {

    /// How often a command says how far it has come.
    private static final Duration NEWS = Duration.ofSeconds(3);

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
                   ended_at = CASE WHEN remaining = 1 THEN :now END,
                   told_at = CASE WHEN remaining = 1 OR told_at <= :lately THEN :now ELSE told_at END
             WHERE command_id = :commandId AND ended_at IS NULL
            RETURNING remaining = 0 OR new.told_at > old.told_at
            """;

    private final JdbcClient jdbc;
    private final ResyncNews news;

    ResyncTargets(JdbcClient jdbc, ResyncNews news) {
        this.jdbc = jdbc;
        this.news = news;
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
            boolean worthTelling = jdbc.sql(COUNT_DOWN)
                    .param("commandId", commandId)
                    .param("now", now.atOffset(UTC))
                    .param("lately", now.minus(NEWS).atOffset(UTC))
                    .query(Boolean.class)
                    .optional()
                    .orElse(false);
            if (worthTelling) {
                news.tell(commandId, now);
            }
        }
    }
}
