package io.kalends.health.web;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;

import io.kalends.health.store.ConnectionDetails;
import io.kalends.health.store.ConnectionDetails.CalendarRow;
import io.kalends.health.store.ConnectionDetails.RunRow;
import io.kalends.health.store.HealthQueries;
import io.kalends.schemas.ConnectionKey;

/// Puts together the answer about one connection.
final class ConnectionReader {

    private final HealthQueries queries;
    private final ConnectionDetails details;
    private final InstantSource clock;
    private final HealthProperties properties;

    ConnectionReader(
            HealthQueries queries, ConnectionDetails details, InstantSource clock, HealthProperties properties) {
        this.queries = queries;
        this.details = details;
        this.clock = clock;
        this.properties = properties;
    }

    /// @throws ProblemException when there is no such connection
    ConnectionAnswer read(ConnectionKey key) {
        var connection = queries.find(key).orElseThrow(() -> CommandDesk.unknown(key));
        var detail = details.findById(key.text()).orElseThrow(() -> CommandDesk.unknown(key));
        return new ConnectionAnswer(
                SyncEntry.of(connection, clock.instant(), properties.staleAfter()),
                detail.calendars().stream().map(ConnectionReader::calendar).toList(),
                detail.runs().entrySet().stream()
                        .sorted(Comparator.comparing(Map.Entry<Long, RunRow>::getKey)
                                .reversed())
                        .map(entry -> run(entry.getValue()))
                        .toList());
    }

    private static ConnectionAnswer.CalendarEntry calendar(CalendarRow row) {
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
                row.retryAt());
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
