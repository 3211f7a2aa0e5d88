package io.kalends.health.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.kalends.health.projection.CommandModel;
import io.kalends.health.projection.CommandState;
import io.kalends.health.projection.Course;
import io.kalends.schemas.ConnectionKey;

/// Commands as they are asked for here and told by the topics; whichever comes first, none is lost.
public final class CommandTable {

    private static final String ASK = """
            INSERT INTO health.command (command_id, kind, tenant_id, user_id, provider, requested_at, state,
                                        connections, message, changed_at, event_id)
            VALUES (:id, :kind, :tenant, :user, :provider, :changed, :state, 0, NULL, :changed, '')
            """;

    private static final String WITHDRAW = """
            DELETE FROM health.command WHERE command_id = :id AND state = 'REQUESTED'
            """;

    private static final String CONNECT_ASKED = """
            SELECT EXISTS (SELECT 1 FROM health.command
                            WHERE kind = 'CONNECT' AND tenant_id = :tenant AND user_id = :user
                              AND provider = :provider AND requested_at >= :since)
            """;

    private static final String MAKE_ROOM = """
            INSERT INTO health.command (command_id, kind, tenant_id, user_id, provider, state, connections, remaining,
                                        joined_command_id, estimated_calls, estimated_seconds, message, changed_at,
                                        event_id)
            VALUES (:id, :kind, :tenant, :user, :provider, :state, :connections, :remaining, :joined, :calls, :seconds,
                    :message, :changed, :event)
            ON CONFLICT (command_id) DO NOTHING
            """;

    private static final String LOCK = """
            SELECT command_id, kind, tenant_id, user_id, provider, state, connections, remaining, joined_command_id,
                   estimated_calls, estimated_seconds, message, changed_at, event_id
              FROM health.command WHERE command_id = :id FOR UPDATE
            """;

    private static final String WRITE = """
            UPDATE health.command
               SET kind = :kind, tenant_id = :tenant, user_id = :user, provider = :provider, state = :state,
                   connections = :connections, remaining = :remaining, joined_command_id = :joined,
                   estimated_calls = :calls, estimated_seconds = :seconds, message = :message, changed_at = :changed,
                   event_id = :event
             WHERE command_id = :id
            """;

    private final JdbcClient jdbc;

    CommandTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes down that a command is about to be published.
    public void ask(
            String commandId,
            String kind,
            String tenantId,
            @Nullable String userId,
            @Nullable String provider,
            Instant now) {
        jdbc.sql(ASK)
                .param("id", commandId)
                .param("kind", kind)
                .param("tenant", tenantId)
                .param("user", userId, Types.VARCHAR)
                .param("provider", provider, Types.VARCHAR)
                .param("state", CommandState.REQUESTED.name())
                .param("changed", Columns.utc(now))
                .update();
    }

    /// Takes back a command that could not be published.
    public void withdraw(String commandId) {
        jdbc.sql(WITHDRAW).param("id", commandId).update();
    }

    /// Whether a CONNECT for `connection` was asked for here since `since`.
    public boolean connectAsked(ConnectionKey connection, Instant since) {
        return jdbc.sql(CONNECT_ASKED)
                .param("tenant", connection.tenantId())
                .param("user", connection.userId())
                .param("provider", connection.provider())
                .param("since", Columns.utc(since))
                .query(Boolean.class)
                .single();
    }

    /// Merges what was told with what is known.
    void merge(CommandModel told) {
        if (with(jdbc.sql(MAKE_ROOM), told).update() == 1) {
            return;
        }
        var known = jdbc.sql(LOCK)
                .param("id", told.commandId())
                .query((row, _) -> model(row))
                .single();
        var merged = known.with(told);
        if (!merged.equals(known)) {
            with(jdbc.sql(WRITE), merged).update();
        }
    }

    private static StatementSpec with(StatementSpec statement, CommandModel command) {
        return statement
                .param("id", command.commandId())
                .param("kind", command.kind())
                .param("tenant", command.tenantId())
                .param("user", command.userId())
                .param("provider", command.provider())
                .param("state", command.state().name())
                .param("connections", command.course().connections())
                .param("remaining", command.course().remaining())
                .param("joined", command.course().joinedCommandId(), Types.VARCHAR)
                .param("calls", command.course().estimatedCalls(), Types.BIGINT)
                .param("seconds", command.course().estimatedSeconds(), Types.BIGINT)
                .param("message", command.message())
                .param("changed", Columns.utc(command.changedAt()))
                .param("event", command.eventId());
    }

    private static CommandModel model(ResultSet row) throws SQLException {
        return new CommandModel(
                Columns.text(row, "command_id"),
                row.getString("kind"),
                row.getString("tenant_id"),
                row.getString("user_id"),
                row.getString("provider"),
                CommandState.valueOf(Columns.text(row, "state")),
                new Course(
                        row.getInt("connections"),
                        row.getInt("remaining"),
                        row.getString("joined_command_id"),
                        row.getObject("estimated_calls", Long.class),
                        row.getObject("estimated_seconds", Long.class)),
                row.getString("message"),
                Columns.always(row, "changed_at"),
                Columns.text(row, "event_id"));
    }
}
