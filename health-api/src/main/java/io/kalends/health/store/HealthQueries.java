package io.kalends.health.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.kalends.health.projection.ConnectionModel;
import io.kalends.health.projection.ConnectionState;
import io.kalends.schemas.ConnectionKey;

/// What is known, for those who ask. Disconnected connections are in no answer but the feed of changes.
public final class HealthQueries {

    private static final String MEANT = """
             WHERE listed
               AND (CAST(:tenant AS text) IS NULL OR tenant_id = :tenant)
               AND (CAST(:user AS text) IS NULL OR user_id = :user)
               AND (CAST(:provider AS text) IS NULL OR provider = :provider)
               AND (CAST(:errors AS boolean) IS NULL OR with_errors = :errors)
               AND (CAST(:state AS text) IS NULL OR state = :state)
            """;

    private static final String PAGE = """
            SELECT %s FROM health.connection %s
               AND (CAST(:after_tenant AS text) IS NULL
                    OR (tenant_id, user_id, provider) > (:after_tenant, :after_user, :after_provider))
             ORDER BY tenant_id, user_id, provider
             LIMIT :limit
            """.formatted(ConnectionRows.COLUMNS, MEANT);

    private static final String SUMMARY = """
            SELECT count(*) AS total, count(*) FILTER (WHERE active) AS active,
                   count(*) FILTER (WHERE with_errors) AS errors, count(DISTINCT provider) AS providers
              FROM health.connection %s
            """.formatted(MEANT);

    private static final String ONE = """
            SELECT %s FROM health.connection WHERE listed AND connection_key = :key
            """.formatted(ConnectionRows.COLUMNS);

    private static final String BY_STATE = """
            SELECT state, count(*) AS n FROM health.connection WHERE listed GROUP BY state
            """;

    private static final String HORIZON = """
            SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)
            """;

    private static final String CHANGED = """
            SELECT %s, CAST(CAST(written_by AS text) AS bigint) AS written
              FROM health.connection
             WHERE written_by >= CAST(CAST(:from AS text) AS xid8) AND written_by < CAST(CAST(:until AS text) AS xid8)
             ORDER BY written_by, connection_key
            """.formatted(ConnectionRows.COLUMNS);

    private final JdbcClient jdbc;

    HealthQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// At most `limit` connections in the order of tenant, user, provider.
    ///
    /// @param after the last connection of the page before, or null for the first page
    public List<ConnectionModel> page(ConnectionFilter filter, @Nullable ConnectionKey after, int limit) {
        return meant(jdbc.sql(PAGE), filter)
                .param("after_tenant", after == null ? null : after.tenantId())
                .param("after_user", after == null ? null : after.userId())
                .param("after_provider", after == null ? null : after.provider())
                .param("limit", limit)
                .query((row, _) -> ConnectionRows.model(row, List.of()))
                .list();
    }

    /// Counts over all connections that are meant.
    public Summary summary(ConnectionFilter filter) {
        return meant(jdbc.sql(SUMMARY), filter)
                .query((row, _) -> new Summary(
                        row.getLong("total"), row.getLong("active"), row.getLong("errors"), row.getLong("providers")))
                .single();
    }

    /// One connection, without calendars and history; empty when it is unknown or disconnected.
    public Optional<ConnectionModel> find(ConnectionKey key) {
        return jdbc.sql(ONE)
                .param("key", key.text())
                .query((row, _) -> ConnectionRows.model(row, List.of()))
                .optional();
    }

    /// How many connections are in each state.
    public Map<ConnectionState, Long> byState() {
        return jdbc
                .sql(BY_STATE)
                .query((row, _) -> Map.entry(ConnectionState.valueOf(Columns.text(row, "state")), row.getLong("n")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// A point in the feed of changes: everything before it is visible now and for ever.
    public long horizon() {
        return jdbc.sql(HORIZON).query(Long.class).single();
    }

    /// Connections last written between two horizons, disconnected ones included, oldest change first.
    public List<Changed> changed(long from, long until) {
        return jdbc.sql(CHANGED)
                .param("from", Long.toString(from))
                .param("until", Long.toString(until))
                .query((row, _) -> new Changed(row.getLong("written"), ConnectionRows.model(row, List.of())))
                .list();
    }

    /// A connection that changed.
    ///
    /// @param at its point in the feed
    public record Changed(long at, ConnectionModel connection) {}

    /// Counts over a filter.
    public record Summary(long total, long active, long withErrors, long providers) {}

    private static StatementSpec meant(StatementSpec statement, ConnectionFilter filter) {
        var state = filter.state();
        return statement
                .param("tenant", filter.tenantId())
                .param("user", filter.userId())
                .param("provider", filter.provider())
                .param("errors", filter.withErrors())
                .param("state", state == null ? null : state.name());
    }
}
