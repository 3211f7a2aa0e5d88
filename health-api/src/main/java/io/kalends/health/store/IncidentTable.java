package io.kalends.health.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.health.projection.Incident;
import io.kalends.health.projection.IncidentKind;

/// The last incident of each provider and kind, as told by the topic.
public final class IncidentTable {

    private static final String KEEP = """
            INSERT INTO health.incident AS known (provider, kind, incident_id, version, state, opened_at, closed_at,
                                                  probe_at, message, changed_at)
            VALUES (:provider, :kind, :id, :version, :state, :opened, :closed, :probe, :message, :changed)
                ON CONFLICT (provider, kind) DO UPDATE
               SET incident_id = excluded.incident_id, version = excluded.version, state = excluded.state,
                   opened_at = excluded.opened_at, closed_at = excluded.closed_at, probe_at = excluded.probe_at,
                   message = excluded.message, changed_at = excluded.changed_at, written_by = pg_current_xact_id()
             WHERE known.version < excluded.version
            """;

    private static final String READ = """
            SELECT provider, kind, incident_id, version, state, opened_at, closed_at, probe_at, message, changed_at
              FROM health.incident
            """;

    private static final String LATEST_FIRST = READ + """
             ORDER BY opened_at DESC, provider, kind
            """;

    private static final String CHANGED = READ + """
             WHERE written_by >= CAST(CAST(:from AS text) AS xid8) AND written_by < CAST(CAST(:until AS text) AS xid8)
             ORDER BY written_by, provider, kind
            """;

    private final JdbcClient jdbc;

    IncidentTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Those that are not over, the latest first.
    public List<Incident> open() {
        return all().stream().filter(Incident::open).toList();
    }

    /// The last one of each provider and kind, the latest first.
    public List<Incident> all() {
        return jdbc.sql(LATEST_FIRST).query((row, _) -> incident(row)).list();
    }

    /// Those last written between two horizons of [HealthQueries#horizon], oldest change first.
    public List<Incident> changed(long from, long until) {
        return jdbc.sql(CHANGED)
                .param("from", Long.toString(from))
                .param("until", Long.toString(until))
                .query((row, _) -> incident(row))
                .list();
    }

    /// Takes in what the topic tells, unless a version as great is known.
    void keep(Incident told) {
        jdbc.sql(KEEP)
                .param("provider", told.provider())
                .param("kind", told.kind().name())
                .param("id", told.incidentId())
                .param("version", told.version())
                .param("state", told.state())
                .param("opened", Columns.utc(told.openedAt()))
                .param("closed", Columns.utc(told.closedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("probe", Columns.utc(told.probeAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("message", told.message())
                .param("changed", Columns.utc(told.changedAt()))
                .update();
    }

    private static Incident incident(ResultSet row) throws SQLException {
        return new Incident(
                Columns.text(row, "provider"),
                IncidentKind.valueOf(Columns.text(row, "kind")),
                Columns.text(row, "incident_id"),
                row.getLong("version"),
                Columns.text(row, "state"),
                Columns.always(row, "opened_at"),
                Columns.instant(row, "closed_at"),
                Columns.instant(row, "probe_at"),
                Columns.text(row, "message"),
                Columns.always(row, "changed_at"));
    }
}
