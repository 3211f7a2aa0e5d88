package io.kalends.worker.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.avro.specific.SpecificRecord;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.store.RunEnd.DeferReason;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.worker.outbox.Outbox;
import io.kalends.worker.outbox.OutboxRow;

/// An outbox in a table of its own, so that what is rolled back is never told.
final class OutboxTable implements Outbox {

    private final NamedParameterJdbcTemplate jdbc;
    private final Map<UUID, OutboxRow> rows = new ConcurrentHashMap<>();

    OutboxTable(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
        jdbc.getJdbcOperations()
                .execute("CREATE TABLE sent (number bigserial PRIMARY KEY, id uuid UNIQUE, connection_key text)");
    }

    @Override
    public void append(List<OutboxRow> appended) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an outbox row outside any transaction");
        }
        var batch = appended.stream()
                .map(row -> new MapSqlParameterSource("id", row.id()).addValue("key", row.connectionKey()))
                .toArray(MapSqlParameterSource[]::new);
        appended.forEach(row -> rows.put(row.id(), row));
        jdbc.batchUpdate("INSERT INTO sent (id, connection_key) VALUES (:id, :key)", batch);
    }

    /// Committed rows of a connection, in order.
    List<OutboxRow> rows(String key) {
        return jdbc
                .queryForList(
                        "SELECT id FROM sent WHERE connection_key = :key ORDER BY number",
                        Map.of("key", key),
                        UUID.class)
                .stream()
                .map(rows::get)
                .toList();
    }

    List<Told> told(String key) {
        return rows(key).stream()
                .filter(row -> row.payload() != null)
                .map(row -> told(record(row)))
                .toList();
    }

    static SpecificRecord record(OutboxRow row) {
        try {
            var decoder = switch (row.type()) {
                case "event.changed.v1" -> CalendarEventChanged.getDecoder();
                case "sync.completed.v1" -> SyncCompleted.getDecoder();
                case "sync.failed.v1" -> SyncFailed.getDecoder();
                case "sync.deferred.v1" -> SyncDeferred.getDecoder();
                case "connection.changed.v1" -> ConnectionChanged.getDecoder();
                default -> throw new AssertionError("nobody should emit a " + row.type());
            };
            return decoder.decode(row.payload());
        } catch (IOException e) {
            throw new UncheckedIOException("an outbox row does not open", e);
        }
    }

    private static Told told(SpecificRecord record) {
        return switch (record) {
            case CalendarEventChanged event ->
                new Told.Event(
                        event.getEventId(),
                        event.getSequence(),
                        event.getCalendarId(),
                        event.getExternalEventId(),
                        event.getChange().name(),
                        event.getReason().name(),
                        event.getEvent() == null ? null : event.getEvent().getTitle());
            case SyncCompleted completed ->
                new Told.Completed(
                        completed.getEventId(),
                        completed.getSequence(),
                        completed.getRequestId(),
                        completed.getCommandId(),
                        SyncMode.valueOf(completed.getMode().name()),
                        Trigger.valueOf(completed.getTrigger().name()),
                        completed.getStartedAt(),
                        completed.getCompletedAt(),
                        completed.getDurationMillis(),
                        completed.getCalendars(),
                        completed.getEventsUpserted(),
                        completed.getEventsDeleted(),
                        completed.getProviderCalls(),
                        completed.getCalendarsFailed());
            case SyncFailed failed ->
                new Told.Failed(
                        failed.getEventId(),
                        failed.getSequence(),
                        failed.getRequestId(),
                        FailureReason.valueOf(failed.getReason().name()),
                        failed.getMessage(),
                        failed.getConsecutiveFailures(),
                        failed.getRetryAt(),
                        failed.getDisabled());
            case SyncDeferred deferred ->
                new Told.Deferred(
                        deferred.getEventId(),
                        deferred.getSequence(),
                        deferred.getRequestId(),
                        DeferReason.valueOf(deferred.getReason().name()),
                        deferred.getOccurredAt(),
                        deferred.getResumeAt());
            case ConnectionChanged state ->
                new Told.State(
                        state.getEventId(),
                        state.getSequence(),
                        ConnectionStatus.valueOf(state.getStatus().name()),
                        state.getReason() == null
                                ? null
                                : FailureReason.valueOf(state.getReason().name()),
                        state.getConsecutiveFailures(),
                        state.getCommandId(),
                        calendars(state),
                        troubles(state),
                        holds(state));
            default ->
                throw new AssertionError(
                        "nobody should emit a " + record.getSchema().getName());
        };
    }

    private static Map<String, String> calendars(ConnectionChanged state) {
        var calendars = new LinkedHashMap<String, String>();
        for (var calendar : state.getCalendars()) {
            calendars.put(
                    calendar.getCalendarId(),
                    (calendar.getSelected() ? "+" : "") + calendar.getStatus().name());
        }
        return new HashMap<>(calendars);
    }

    private static Map<String, String> holds(ConnectionChanged state) {
        var holds = new HashMap<String, String>();
        for (var calendar : state.getCalendars()) {
            var held = calendar.getHeld();
            if (held != null) {
                holds.put(calendar.getCalendarId(), held.getDeletions() + " of " + held.getEvents());
            }
        }
        return holds;
    }

    private static Map<String, String> troubles(ConnectionChanged state) {
        var troubles = new HashMap<String, String>();
        for (var calendar : state.getCalendars()) {
            if (calendar.getReason() != null) {
                troubles.put(
                        calendar.getCalendarId(),
                        calendar.getReason().name() + " " + calendar.getConsecutiveFailures());
            }
        }
        return troubles;
    }
}
