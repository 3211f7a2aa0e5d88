package io.kalends.health.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.Repository;

/// Reads one connection with all that hangs on it.
public interface ConnectionDetails extends Repository<ConnectionDetails.Detail, String> {

    /// @param connectionKey the text of the connection key
    Optional<Detail> findById(String connectionKey);

    /// A connection with its calendars, in the provider's order, and its runs by sequence.
    @Table(schema = "health", name = "connection")
    record Detail(
            @Id String connectionKey,
            boolean listed,

            @MappedCollection(idColumn = "connection_key", keyColumn = "place")
            List<CalendarRow> calendars,

            @MappedCollection(idColumn = "connection_key", keyColumn = "sequence")
            Map<Long, RunRow> runs) {}

    /// One calendar.
    ///
    /// @param primary true for the user's own main calendar
    @Table(schema = "health", name = "calendar")
    record CalendarRow(
            String calendarId,
            @Nullable String name,
            @Column("main") boolean primary,
            boolean selected,
            String status,
            @Nullable String timeZone,
            int failures,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Instant retryAt) {}

    /// One run; see [io.kalends.health.projection.Run].
    @Table(schema = "health", name = "run")
    record RunRow(
            String eventId,
            @Nullable String commandId,
            String outcome,
            Instant endedAt,
            long durationMs,
            long eventsSynced,
            String detail,
            @Nullable String message,
            @Nullable Instant nextAt) {}
}
