package io.kalends.worker.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Incident;
import io.kalends.core.incident.IncidentBoard;
import io.kalends.core.incident.IncidentKind;
import io.kalends.core.incident.Standing;

import static java.time.ZoneOffset.UTC;

/// The board as a table, told the time by the database.
final class JdbcIncidentBoard implements IncidentBoard {

    private static final String LOOK = """
            SELECT statement_timestamp() AS now, i.provider, i.kind, i.incident_id, i.state, i.opened_at, i.since,
                   i.probe_at, i.probes, i.message, i.version
              FROM (VALUES (1)) AS one
              LEFT JOIN sync.incident i ON true
            """;

    private static final String FIRST = """
            INSERT INTO sync.incident (provider, kind, incident_id, state, opened_at, since, probe_at, probes, message,
                                       version)
            VALUES (:provider, :kind, :id, :state, :openedAt, :since, :probeAt, :probes, :message, :version)
                ON CONFLICT (provider, kind) DO NOTHING
            """;

    private static final String REPLACE = """
            UPDATE sync.incident
               SET incident_id = :id, state = :state, opened_at = :openedAt, since = :since, probe_at = :probeAt,
                   probes = :probes, message = :message, version = :version
             WHERE provider = :provider AND kind = :kind AND version = :before
            """;

    private final JdbcClient jdbc;

    JdbcIncidentBoard(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Sight look() {
        var incidents = new ArrayList<Incident>();
        var now = new ArrayList<Instant>();
        jdbc.sql(LOOK).query(row -> {
            now.add(instant(row, "now"));
            if (row.getString("provider") != null) {
                incidents.add(incident(row));
            }
        });
        return new Sight(now.getFirst(), incidents);
    }

    @Override
    public boolean replace(@Nullable Incident before, Incident after) {
        var statement = before == null ? jdbc.sql(FIRST) : jdbc.sql(REPLACE).param("before", before.version());
        return with(statement, after).update() == 1;
    }

    private static JdbcClient.StatementSpec with(JdbcClient.StatementSpec statement, Incident incident) {
        var row = Row.of(incident.standing());
        var probeAt = row.probeAt();
        return statement
                .param("provider", incident.provider().id())
                .param("kind", incident.kind().name())
                .param("id", incident.id())
                .param("state", row.state())
                .param("openedAt", incident.openedAt().atOffset(UTC))
                .param("since", row.since().atOffset(UTC))
                .param("probeAt", probeAt == null ? null : probeAt.atOffset(UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("probes", row.probes())
                .param("message", incident.message())
                .param("version", incident.version());
    }

    static Incident incident(ResultSet row) throws SQLException {
        var since = instant(row, "since");
        var standing = switch (row.getString("state")) {
            case "OPEN" -> new Standing.Open(since, instant(row, "probe_at"), row.getInt("probes"));
            case "RECOVERING" -> new Standing.Recovering(since);
            default -> new Standing.Closed(since);
        };
        return new Incident(
                Provider.of(row.getString("provider")),
                IncidentKind.valueOf(row.getString("kind")),
                Objects.requireNonNull(row.getObject("incident_id", UUID.class)),
                standing,
                instant(row, "opened_at"),
                row.getString("message"),
                row.getLong("version"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /// A standing in columns.
    private record Row(
            String state, Instant since, @Nullable Instant probeAt, int probes) {

        static Row of(Standing standing) {
            return switch (standing) {
                case Standing.Open open -> new Row("OPEN", open.probedAt(), open.probeAt(), open.probes());
                case Standing.Recovering recovering -> new Row("RECOVERING", recovering.since(), null, 0);
                case Standing.Closed closed -> new Row("CLOSED", closed.at(), null, 0);
            };
        }
    }
}
