package io.kalends.worker.persistence;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.memory.Emitted;
import io.kalends.core.memory.Emitted.EventChanged.What;
import io.kalends.core.memory.Emitted.EventChanged.Why;
import io.kalends.core.plan.Brake;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.SyncRequest.Trigger;
import io.kalends.core.store.SyncStore;
import io.kalends.schemas.v1.CalendarEventChanged;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.SyncCompleted;
import io.kalends.schemas.v1.SyncDeferred;
import io.kalends.schemas.v1.SyncFailed;
import io.kalends.worker.command.Choice;
import io.kalends.worker.provider.StoreUnderTruth;

/// The store in PostgreSQL, with its own time. What was told is read from the bytes in its outbox.
public final class JdbcUnderTruth implements StoreUnderTruth {

    private final JdbcWorld world;
    private final boolean brakes;

    /// @param brake which deletions are held: all or none
    public JdbcUnderTruth(Brake brake) {
        world = new JdbcWorld(brake);
        brakes = !brake.equals(Brake.OFF);
    }

    @Override
    public SyncStore store() {
        return world.store();
    }

    @Override
    public Instant beginning() {
        return world.jdbc
                .sql("SELECT now()")
                .query((row, _) -> Columns.someInstant(row, "now"))
                .single()
                .truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public String suffix() {
        return "-jdbc";
    }

    @Override
    public void connect(ConnectionKey key) {
        world.connect(key);
    }

    @Override
    public ConnectionStatus status(ConnectionKey key) {
        return ConnectionStatus.valueOf(
                world.value(String.class, "SELECT status FROM sync.connection WHERE connection_key = :key", key));
    }

    @Override
    public void put(ConnectionKey key, ConnectionStatus status) {
        world.put(key, status);
    }

    @Override
    public void select(ConnectionKey key, Set<CalendarId> calendars) {
        Choice.of(calendars, key, world.jdbc);
    }

    @Override
    public boolean brakes() {
        return brakes;
    }

    @Override
    public void release(ConnectionKey key) {
        world.release(key);
    }

    @Override
    public void discard(ConnectionKey key) {
        world.discard(key);
    }

    @Override
    public List<Emitted> emitted(ConnectionKey key) {
        var emitted = new ArrayList<Emitted>();
        for (var row : world.outbox.rows(KeyText.of(key))) {
            if (row.payload() != null) {
                emitted.add(emitted(key, OutboxTable.record(row)));
            }
        }
        return emitted;
    }

    @Override
    public Map<String, CalendarEvent> held(ConnectionKey key, CalendarId calendar) {
        var held = new HashMap<String, CalendarEvent>();
        world.jdbc
                .sql("""
                        SELECT event_id, payload
                          FROM sync.event
                         WHERE connection_key = :key AND calendar_id = :calendar AND NOT gone
                        """)
                .param("key", KeyText.of(key))
                .param("calendar", calendar.value())
                .query(row -> {
                    held.put(row.getString("event_id"), StoredEvents.read(row.getBytes("payload")));
                });
        return held;
    }

    @Override
    public Map<CalendarId, EventWindow> windows(ConnectionKey key) {
        var windows = new HashMap<CalendarId, EventWindow>();
        world.jdbc.sql("""
                        SELECT calendar_id, window_from, window_to
                          FROM sync.calendar
                         WHERE connection_key = :key AND selected AND window_from IS NOT NULL
                        """).param("key", KeyText.of(key)).query(row -> {
            windows.put(
                    new CalendarId(row.getString("calendar_id")),
                    new EventWindow(Columns.someInstant(row, "window_from"), Columns.someInstant(row, "window_to")));
        });
        return windows;
    }

    private static Emitted emitted(ConnectionKey key, SpecificRecord record) {
        return switch (record) {
            case CalendarEventChanged event ->
                new Emitted.EventChanged(
                        event.getSequence(),
                        new CalendarId(event.getCalendarId()),
                        event.getExternalEventId(),
                        What.valueOf(event.getChange().name()),
                        Why.valueOf(event.getReason().name()),
                        event.getEvent() == null ? null : StoredEvents.event(event.getEvent()));
            case SyncCompleted completed ->
                ended(key, completed.getSequence(), completed.getRequestId(), completed.getOccurredAt());
            case SyncFailed failed -> ended(key, failed.getSequence(), failed.getRequestId(), failed.getOccurredAt());
            case SyncDeferred deferred ->
                ended(key, deferred.getSequence(), deferred.getRequestId(), deferred.getOccurredAt());
            case ConnectionChanged state ->
                new Emitted.ConnectionChanged(
                        state.getSequence(),
                        ConnectionStatus.valueOf(state.getStatus().name()),
                        null,
                        state.getConsecutiveFailures(),
                        List.of());
            default ->
                throw new AssertionError(
                        "nobody should emit a " + record.getSchema().getName());
        };
    }

    /// That it ended counts, not how.
    private static Emitted ended(ConnectionKey key, long sequence, String requestId, Instant at) {
        @Nullable String command = null;
        var request = new SyncRequest(key, requestId, command, SyncMode.DELTA, Trigger.SCHEDULE, at);
        return new Emitted.Ended(
                sequence,
                request,
                new RunEnd.Deferred(RunEnd.DeferReason.NEXT_SLICE, Duration.ZERO),
                RunStats.NONE,
                at,
                at);
    }

    @Override
    public void close() {
        world.close();
    }
}
