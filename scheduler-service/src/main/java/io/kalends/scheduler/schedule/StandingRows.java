package io.kalends.scheduler.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Next;
import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Promise;
import io.kalends.scheduler.plan.Standing;
import io.kalends.scheduler.plan.Status;
import io.kalends.scheduler.plan.Trigger;
import io.kalends.schemas.ConnectionKey;

import static java.time.ZoneOffset.UTC;

/// Rows of the schedule, one at a time, within the caller's transaction.
final class StandingRows {

    private static final String LOCK = """
            SELECT status, due_at, next_mode, next_trigger, next_priority,
                   promised_at, promised_mode, promised_trigger, promised_priority, request_id, request_mode, request_priority,
                   connection_sequence, outcome_sequence
              FROM scheduler.schedule
             WHERE connection_key = :key
               FOR UPDATE
            """;

    private static final String INSERT = """
            INSERT INTO scheduler.schedule (connection_key, tenant_id, user_id, provider, status, due_at, next_mode,
                                            next_trigger, next_priority, connection_sequence, outcome_sequence)
            VALUES (:key, :tenantId, :userId, :provider, :status, :dueAt, :nextMode, :nextTrigger, :nextPriority,
                    :connectionSequence, :outcomeSequence)
            """;

    private static final String UPDATE = """
            UPDATE scheduler.schedule
               SET status = :status, due_at = :dueAt, next_mode = :nextMode, next_trigger = :nextTrigger,
                   next_priority = :nextPriority, promised_at = :promisedAt, promised_mode = :promisedMode,
                   promised_trigger = :promisedTrigger, promised_priority = :promisedPriority,
                   connection_sequence = :connectionSequence,
                   outcome_sequence = :outcomeSequence
             WHERE connection_key = :key
            """;

    private static final String CLEAR_IN_FLIGHT = """
            UPDATE scheduler.schedule
               SET status = :status, due_at = :dueAt, next_mode = :nextMode, next_trigger = :nextTrigger,
                   next_priority = :nextPriority, promised_at = :promisedAt, promised_mode = :promisedMode,
                   promised_trigger = :promisedTrigger, promised_priority = :promisedPriority,
                   connection_sequence = :connectionSequence,
                   outcome_sequence = :outcomeSequence,
                   request_id = NULL, requested_at = NULL, in_flight_until = NULL, attempt = NULL, request_mode = NULL,
                   request_trigger = NULL, request_priority = NULL, command_id = NULL
             WHERE connection_key = :key
            """;

    private static final String DELTA_COST = """
            UPDATE scheduler.schedule SET delta_calls = :calls WHERE connection_key = :key
            """;

    private static final String FULL_COST = """
            UPDATE scheduler.schedule SET full_calls = :calls WHERE connection_key = :key
            """;

    private static final String DELETE = """
            DELETE FROM scheduler.schedule WHERE connection_key = :key
            """;

    private final JdbcClient jdbc;

    StandingRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The row, locked until the transaction ends.
    Optional<Standing> lock(String connectionKey) {
        return jdbc.sql(LOCK)
                .param("key", connectionKey)
                .query((row, _) -> standing(row))
                .optional();
    }

    void insert(String connectionKey, Standing standing) {
        var key = ConnectionKey.parse(connectionKey);
        with(jdbc.sql(INSERT), connectionKey, standing)
                .param("tenantId", key.tenantId())
                .param("userId", key.userId())
                .param("provider", key.provider())
                .update();
    }

    void update(String connectionKey, Standing standing) {
        var statement = standing.inFlight() == null ? CLEAR_IN_FLIGHT : UPDATE;
        promising(with(jdbc.sql(statement), connectionKey, standing), standing.promised())
                .update();
    }

    /// Remembers what a run cost.
    ///
    /// @param wide whether it read the whole window
    void cost(String connectionKey, boolean wide, int calls) {
        jdbc.sql(wide ? FULL_COST : DELTA_COST)
                .param("key", connectionKey)
                .param("calls", calls)
                .update();
    }

    void delete(String connectionKey) {
        jdbc.sql(DELETE).param("key", connectionKey).update();
    }

    private static StatementSpec with(StatementSpec spec, String connectionKey, Standing standing) {
        var due = standing.dueAt();
        return spec.param("key", connectionKey)
                .param("status", standing.status().name())
                .param("dueAt", due == null ? null : due.atOffset(UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("nextMode", standing.next().mode().name())
                .param("nextTrigger", standing.next().trigger().name())
                .param("nextPriority", standing.next().priority().rank())
                .param("connectionSequence", standing.connectionSequence())
                .param("outcomeSequence", standing.outcomeSequence());
    }

    private static StatementSpec promising(StatementSpec spec, @Nullable Promise promise) {
        return spec.param(
                        "promisedAt",
                        promise == null ? null : promise.dueAt().atOffset(UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param(
                        "promisedMode",
                        promise == null ? null : promise.next().mode().name(),
                        Types.VARCHAR)
                .param(
                        "promisedTrigger",
                        promise == null ? null : promise.next().trigger().name(),
                        Types.VARCHAR)
                .param(
                        "promisedPriority",
                        promise == null ? null : promise.next().priority().rank(),
                        Types.SMALLINT);
    }

    private static Standing standing(ResultSet row) throws SQLException {
        var due = row.getObject("due_at", OffsetDateTime.class);
        return new Standing(
                Status.valueOf(row.getString("status")),
                due == null ? null : due.toInstant(),
                new Next(
                        Mode.valueOf(row.getString("next_mode")),
                        Trigger.valueOf(row.getString("next_trigger")),
                        Priority.ranked(row.getInt("next_priority"))),
                promise(row),
                inFlight(row),
                row.getLong("connection_sequence"),
                row.getLong("outcome_sequence"));
    }

    private static @Nullable Promise promise(ResultSet row) throws SQLException {
        var due = row.getObject("promised_at", OffsetDateTime.class);
        return due == null
                ? null
                : new Promise(
                        due.toInstant(),
                        new Next(
                                Mode.valueOf(row.getString("promised_mode")),
                                Trigger.valueOf(row.getString("promised_trigger")),
                                Priority.ranked(row.getInt("promised_priority"))));
    }

    private static Standing.@Nullable InFlight inFlight(ResultSet row) throws SQLException {
        var requestId = row.getObject("request_id", UUID.class);
        return requestId == null
                ? null
                : new Standing.InFlight(
                        requestId,
                        Mode.valueOf(row.getString("request_mode")),
                        Priority.ranked(row.getInt("request_priority")));
    }
}
