package io.kalends.worker.persistence;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

import io.kalends.core.store.SyncRequest;

/// Which requests have their outcome.
final class Requests {

    private static final String ANSWERED = """
            SELECT request_id
              FROM sync.request
             WHERE connection_key = :key
               AND request_id IN (:ids)
            """;

    private static final String ANSWER = """
            INSERT INTO sync.request (request_id, connection_key, outcome, event_id)
            VALUES (:id, :key, :outcome, :eventId)
            """;

    private final NamedParameterJdbcTemplate jdbc;

    Requests(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Those of `requests` that have an outcome; all are the connection's.
    Set<String> answered(ConnectionRow row, Collection<SyncRequest> requests) {
        var ids = requests.stream().map(SyncRequest::requestId).toList();
        var parameters = new MapSqlParameterSource("ids", ids).addValue("key", row.text());
        return new HashSet<>(jdbc.queryForList(ANSWERED, parameters, String.class));
    }

    /// Remembers the outcome of each of `requests`.
    ///
    /// @param eventIds of the records that told of it, in the same order
    void answer(ConnectionRow row, List<SyncRequest> requests, Draft.Kind outcome, List<UUID> eventIds) {
        var batch = new MapSqlParameterSource[requests.size()];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = new MapSqlParameterSource("id", requests.get(i).requestId())
                    .addValue("key", row.text())
                    .addValue("outcome", outcome.name())
                    .addValue("eventId", eventIds.get(i));
        }
        jdbc.batchUpdate(ANSWER, batch);
    }
}
