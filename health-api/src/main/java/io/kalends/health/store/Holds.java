package io.kalends.health.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.health.projection.HeldDeletions;
import io.kalends.schemas.ConnectionKey;

/// Where deletions wait for a person, for those who ask.
public final class Holds {

    private static final String HELD = """
            SELECT c.tenant_id, c.user_id, c.provider, k.calendar_id, k.name, k.held_deletions, k.held_events,
                   k.held_at, k.held_sample
              FROM health.calendar k
              JOIN health.connection c ON c.connection_key = k.connection_key
             WHERE c.listed AND k.held_at IS NOT NULL
            """;

    private static final String OF_TENANT = HELD + """
               AND (CAST(:tenant AS text) IS NULL OR c.tenant_id = :tenant)
             ORDER BY k.held_at, c.connection_key, k.place
             LIMIT :limit
            """;

    private static final String OF_CONNECTION = HELD + """
               AND c.connection_key = :key
             ORDER BY k.place
            """;

    private final JdbcClient jdbc;

    Holds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A calendar in which deletions are held back.
    ///
    /// @param name as the user sees it, or null
    public record Hold(
            ConnectionKey connection,
            String calendarId,
            @Nullable String name,
            HeldDeletions held) {}

    /// At most `limit` calendars, those that have waited longest first.
    ///
    /// @param tenantId null for all tenants
    public List<Hold> ofTenant(@Nullable String tenantId, int limit) {
        return jdbc.sql(OF_TENANT)
                .param("tenant", tenantId)
                .param("limit", limit)
                .query((row, _) -> hold(row))
                .list();
    }

    /// The calendars of one connection.
    public List<Hold> of(ConnectionKey connection) {
        return jdbc.sql(OF_CONNECTION)
                .param("key", connection.text())
                .query((row, _) -> hold(row))
                .list();
    }

    private static Hold hold(ResultSet row) throws SQLException {
        return new Hold(
                new ConnectionKey(
                        Columns.text(row, "tenant_id"), Columns.text(row, "user_id"), Columns.text(row, "provider")),
                Columns.text(row, "calendar_id"),
                row.getString("name"),
                Objects.requireNonNull(HeldRows.held(row)));
    }
}
