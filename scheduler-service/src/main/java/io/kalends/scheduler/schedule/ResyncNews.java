package io.kalends.scheduler.schedule;

import java.time.Instant;

import org.springframework.jdbc.core.simple.JdbcClient;

import static java.time.ZoneOffset.UTC;

/// Writes down what is to be told about resync commands, within the caller's transaction. What has joined another
/// command comes as far as that one.
final class ResyncNews {

    private static final String FOLLOW = """
            UPDATE scheduler.resync_command c
               SET state = led.state, connections = led.connections, remaining = led.remaining,
                   message = led.message, ended_at = led.ended_at, told_at = :now
              FROM scheduler.resync_command led
             WHERE led.command_id = :commandId AND c.joined_command_id = led.command_id AND c.ended_at IS NULL
            """;

    private static final String ANNOUNCE = """
            INSERT INTO scheduler.outbox (command_id, state, connections, remaining, message, occurred_at)
            SELECT command_id, state, connections, remaining, message, :now
              FROM scheduler.resync_command
             WHERE command_id = :commandId OR (joined_command_id = :commandId AND told_at = :now)
             ORDER BY number
            """;

    private final JdbcClient jdbc;

    ResyncNews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Tells where the command stands, and those that have joined it.
    void tell(String commandId, Instant now) {
        for (var statement : new String[] {FOLLOW, ANNOUNCE}) {
            jdbc.sql(statement)
                    .param("commandId", commandId)
                    .param("now", now.atOffset(UTC))
                    .update();
        }
    }
}
