package io.kalends.scheduler.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

/// What is to be told about resync commands, within the caller's transaction.
public final class Announcements {

    // Two relays at once would overtake each other: one may say DONE before the other has said ACCEPTED.
    private static final String ONE_RELAY = """
            SELECT pg_try_advisory_xact_lock(hashtextextended('scheduler.outbox', 0))
            """;

    private static final String OLDEST = """
            SELECT o.number, o.event_id, o.command_id, c.tenant_id, c.user_id, c.provider, c.verb, o.state,
                   o.connections, o.remaining, o.message, c.estimated_calls, c.estimated_seconds,
                   c.joined_command_id, o.occurred_at
              FROM scheduler.outbox o
              JOIN scheduler.resync_command c ON c.command_id = o.command_id
             ORDER BY o.number
             LIMIT :limit
            """;

    private static final String TOLD = """
            DELETE FROM scheduler.outbox WHERE event_id IN (:eventIds)
            """;

    private final JdbcClient jdbc;

    Announcements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The oldest announcements, in order; none while another scheduler is at it.
    public List<Announcement> take(int limit) {
        boolean alone = jdbc.sql(ONE_RELAY).query(Boolean.class).single();
        return alone
                ? jdbc.sql(OLDEST)
                        .param("limit", limit)
                        .query((row, _) -> announcement(row))
                        .list()
                : List.of();
    }

    /// Drops what the broker has.
    public void told(List<Announcement> announcements) {
        jdbc.sql(TOLD)
                .param(
                        "eventIds",
                        announcements.stream().map(Announcement::eventId).toList())
                .update();
    }

    private static Announcement announcement(ResultSet row) throws SQLException {
        return new Announcement(
                Objects.requireNonNull(row.getObject("event_id", UUID.class)),
                row.getString("command_id"),
                row.getString("tenant_id"),
                row.getString("user_id"),
                row.getString("provider"),
                Verb.valueOf(row.getString("verb")),
                ResyncState.valueOf(row.getString("state")),
                row.getInt("connections"),
                row.getInt("remaining"),
                row.getString("message"),
                row.getObject("estimated_calls", Long.class),
                row.getObject("estimated_seconds", Long.class),
                row.getString("joined_command_id"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant());
    }
}
