package io.kalends.scheduler.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.kalends.scheduler.plan.Mode;
import io.kalends.scheduler.plan.Pace;
import io.kalends.scheduler.plan.Priority;
import io.kalends.scheduler.plan.Trigger;

/// A request to be published, and the calls that its provider is expected to get for it.
record Charged(Request request, double calls) {

    /// What a statement over `scheduler.schedule s` must return for [#read].
    static final String COLUMNS = """
            s.tenant_id, s.user_id, s.provider, s.request_id, s.command_id, s.request_mode, s.request_trigger,
                      s.request_priority, s.requested_at, s.attempt, %s AS calls
            """.formatted(calls("request_mode"));

    /// What a request is charged with whose mode is in that column.
    static String calls(String mode) {
        return "LEAST(%d, scheduler.calls(s.%s, s.delta_calls, s.full_calls))".formatted(Pace.MOST_CALLS, mode);
    }

    static Charged read(ResultSet row, Instant claimedAt) throws SQLException {
        var request = new Request(
                row.getString("tenant_id"),
                row.getString("user_id"),
                row.getString("provider"),
                Objects.requireNonNull(row.getObject("request_id", UUID.class)),
                row.getString("command_id"),
                Mode.valueOf(row.getString("request_mode")),
                Trigger.valueOf(row.getString("request_trigger")),
                Priority.ranked(row.getInt("request_priority")),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                claimedAt,
                row.getInt("attempt"));
        return new Charged(request, row.getDouble("calls"));
    }

    Charged serving(@Nullable String command) {
        return new Charged(request.serving(command), calls);
    }
}
