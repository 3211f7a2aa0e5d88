package io.kalends.health.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.health.projection.Calendar;
import io.kalends.health.projection.ConnectionModel;
import io.kalends.health.projection.RunHistory;
import io.kalends.schemas.ConnectionKey;

/// The rows of connections, their calendars and runs, as the projection reads and writes them: a batch at a time.
final class ConnectionTable {

    private static final String MAKE_ROOM = """
            INSERT INTO health.connection (connection_key, tenant_id, user_id, provider)
            VALUES (:key, :tenant, :user, :provider)
            ON CONFLICT (connection_key) DO NOTHING
            """;

    private static final String LOCK = """
            SELECT %s FROM health.connection WHERE connection_key = ANY(:keys) ORDER BY connection_key FOR UPDATE
            """.formatted(ConnectionRows.COLUMNS);

    private static final String CALENDARS = """
            SELECT connection_key, calendar_id, name, main, selected, status, time_zone, failures, reason,
                   message, retry_at, held_deletions, held_events, held_at, held_sample
              FROM health.calendar WHERE connection_key = ANY(:keys) ORDER BY connection_key, place
            """;

    private static final String FORGET_CALENDARS = """
            DELETE FROM health.calendar WHERE connection_key = ANY(:keys)
            """;

    private static final String KEEP_CALENDAR = """
            INSERT INTO health.calendar (connection_key, place, calendar_id, name, main, selected, status, time_zone,
                                         failures, reason, message, retry_at, held_deletions, held_events, held_at,
                                         held_sample)
            VALUES (:key, :place, :calendar, :name, :main, :selected, :status, :zone, :failures, :reason, :message,
                    :retry, :heldDeletions, :heldEvents, :heldAt, CAST(:heldSample AS jsonb))
            """;

    private static final String KEEP_RUN = """
            INSERT INTO health.run (connection_key, sequence, event_id, command_id, outcome, ended_at, duration_ms,
                                    events_synced, detail, message, next_at)
            VALUES (:key, :sequence, :event, :command, :outcome, :ended, :duration, :events, :detail, :message, :next)
            ON CONFLICT (connection_key, sequence) DO NOTHING
            """;

    private static final String FORGET_ERASED_RUNS = """
            DELETE FROM health.run r USING health.connection c
             WHERE c.connection_key = ANY(:keys) AND r.connection_key = c.connection_key
               AND r.sequence <= c.erased_through
            """;

    private static final String FORGET_OLD_RUNS = """
            DELETE FROM health.run r
             USING (SELECT connection_key, sequence,
                           row_number() OVER (PARTITION BY connection_key ORDER BY sequence DESC) AS place
                      FROM health.run WHERE connection_key = ANY(:keys)) ranked
             WHERE r.connection_key = ranked.connection_key AND r.sequence = ranked.sequence AND ranked.place > :length
            """;

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batches;

    ConnectionTable(JdbcClient jdbc, NamedParameterJdbcOperations batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// The models of `connections`, their rows locked until the transaction ends; without history.
    List<ConnectionModel> lock(Collection<ConnectionKey> connections) {
        batches.batchUpdate(
                MAKE_ROOM,
                connections.stream()
                        .map(key -> new MapSqlParameterSource()
                                .addValue("key", key.text())
                                .addValue("tenant", key.tenantId())
                                .addValue("user", key.userId())
                                .addValue("provider", key.provider()))
                        .toArray(SqlParameterSource[]::new));
        var keys = connections.stream().map(ConnectionKey::text).toArray(String[]::new);
        var calendars = calendars(keys);
        return jdbc.sql(LOCK)
                .param("keys", keys)
                .query((row, _) -> ConnectionRows.model(
                        row, calendars.getOrDefault(Columns.text(row, "connection_key"), List.of())))
                .list();
    }

    /// Writes what became of models; their history holds the new runs only, the rows hold the rest.
    void write(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        var models = changes.stream().map(Change::after).toList();
        var keys = keys(models);
        batch(
                ConnectionRows.UPDATE,
                models.stream().map(ConnectionRows::parameters).toList());
        var moved = changes.stream()
                .filter(change ->
                        !change.after().calendars().equals(change.before().calendars()))
                .map(Change::after)
                .toList();
        if (!moved.isEmpty()) {
            jdbc.sql(FORGET_CALENDARS).param("keys", keys(moved)).update();
            batch(
                    KEEP_CALENDAR,
                    moved.stream().flatMap(ConnectionTable::calendarRows).toList());
        }
        batch(KEEP_RUN, models.stream().flatMap(ConnectionTable::runRows).toList());
        jdbc.sql(FORGET_ERASED_RUNS).param("keys", keys).update();
        jdbc.sql(FORGET_OLD_RUNS)
                .param("keys", keys)
                .param("length", RunHistory.LENGTH)
                .update();
    }

    /// What facts made of a model.
    record Change(ConnectionModel before, ConnectionModel after) {}

    private static String[] keys(List<ConnectionModel> models) {
        return models.stream().map(model -> model.key().text()).toArray(String[]::new);
    }

    private Map<String, List<Calendar>> calendars(String[] keys) {
        var calendars = new HashMap<String, List<Calendar>>();
        jdbc.sql(CALENDARS).param("keys", keys).query(row -> {
            calendars
                    .computeIfAbsent(Columns.text(row, "connection_key"), _ -> new ArrayList<>())
                    .add(CalendarRows.calendar(row));
        });
        return calendars;
    }

    private void batch(String statement, List<MapSqlParameterSource> rows) {
        if (!rows.isEmpty()) {
            batches.batchUpdate(statement, rows.toArray(SqlParameterSource[]::new));
        }
    }

    private static Stream<MapSqlParameterSource> calendarRows(ConnectionModel model) {
        var rows = new ArrayList<MapSqlParameterSource>();
        for (var calendar : model.calendars()) {
            rows.add(CalendarRows.parameters(model.key(), rows.size(), calendar));
        }
        return rows.stream();
    }

    private static Stream<MapSqlParameterSource> runRows(ConnectionModel model) {
        return model.history().runs().stream()
                .map(run -> new MapSqlParameterSource()
                        .addValue("key", model.key().text())
                        .addValue("sequence", run.sequence())
                        .addValue("event", run.eventId())
                        .addValue("command", run.commandId())
                        .addValue("outcome", run.outcome())
                        .addValue("ended", Columns.utc(run.endedAt()))
                        .addValue("duration", run.durationMillis())
                        .addValue("events", run.eventsSynced())
                        .addValue("detail", run.detail())
                        .addValue("message", run.message())
                        .addValue("next", Columns.utc(run.nextAt())));
    }
}
