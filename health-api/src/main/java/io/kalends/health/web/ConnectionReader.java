package io.kalends.health.web;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.HeldDeletions;
import io.kalends.health.store.ConnectionDetails;
import io.kalends.health.store.ConnectionDetails.CalendarRow;
import io.kalends.health.store.ConnectionDetails.RunRow;
import io.kalends.health.store.HealthQueries;
import io.kalends.health.store.Holds;
import io.kalends.health.store.Holds.Hold;
import io.kalends.health.store.IncidentTable;
import io.kalends.schemas.ConnectionKey;

/// Puts together the answer about one connection.
final class ConnectionReader {

    private final HealthQueries queries;
    private final ConnectionDetails details;
    private final Holds holds;
    private final IncidentTable incidents;
    private final InstantSource clock;
    private final HealthProperties properties;

    ConnectionReader(
            HealthQueries queries,
            ConnectionDetails details,
            Holds holds,
            IncidentTable incidents,
            InstantSource clock,
            HealthProperties properties) {
        this.queries = queries;
        this.details = details;
        this.holds = holds;
        this.incidents = incidents;
        this.clock = clock;
        this.properties = properties;
    }

    /// @throws ProblemException when there is no such connection
    ConnectionAnswer read(ConnectionKey key) {
        var connection = queries.find(key).orElseThrow(() -> CommandDesk.unknown(key));
        var detail = details.findById(key.text()).orElseThrow(() -> CommandDesk.unknown(key));
        var held = holds.of(key).stream().collect(Collectors.toMap(Hold::calendarId, Hold::held, (one, _) -> one));
        return new ConnectionAnswer(
                SyncEntry.of(connection, clock.instant(), properties.staleAfter(), incidents.open()),
                detail.calendars().stream()
                        .map(row -> calendar(row, held.get(row.calendarId())))
                        .toList(),
                detail.runs().entrySet().stream()
                        .sorted(Comparator.comparing(Map.Entry<Long, RunRow>::getKey)
                                .reversed())
                        .map(entry -> run(entry.getValue()))
                        .toList());
    }

    private static ConnectionAnswer.CalendarEntry calendar(CalendarRow row, @Nullable HeldDeletions held) {
        return new ConnectionAnswer.CalendarEntry(
                row.calendarId(),
                row.name(),
                row.primary(),
                row.selected(),
                row.status(),
                row.timeZone(),
                row.failures(),
                row.message(),
                row.reason(),
                row.retryAt(),
                held == null ? null : HeldEntry.of(held));
    }

    private static ConnectionAnswer.RunEntry run(RunRow row) {
        return new ConnectionAnswer.RunEntry(
                row.outcome(),
                row.endedAt(),
                row.durationMs(),
                row.eventsSynced(),
                row.detail(),
                row.message(),
                row.nextAt(),
                row.commandId());
    }
}
