package io.kalends.worker.persistence;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.store.Claim.Claimed;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunEnd.DeferReason;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncMode;
import io.kalends.core.store.SyncRequest;

/// Ends a slice: every request of the claim gets its outcome, the connection its state.
final class Outcomes {

    /// A walk resumed from an earlier run shows nothing newer than its own beginning, so the run covers no more.
    private static final String COMPLETE = """
            UPDATE sync.connection c
               SET status = :status,
                   consecutive_failures = :failures,
                   failure_reason = :reason,
                   failure_message = :message,
                   limited_since = NULL,
                   success_started_at = least(c.run_started_at, walks.earliest),
                   success_completed_at = now(),
                   success_full_started_at =
                       CASE WHEN walks.all_full THEN coalesce(c.full_since, c.run_started_at)
                            ELSE c.success_full_started_at END,
                   success_full = :full,
                   success_upserted = :upserted,
                   success_removed = :removed,
                   success_worked_millis = :workedMillis,
                   success_calendars = :calendars,
                   success_troubled = :troubled,
                   run_started_at = NULL,
                   run_upserted = 0,
                   run_removed = 0,
                   run_provider_calls = 0,
                   run_worked_millis = 0,
                   run_calendars = 0,
                   run_troubled = 0,
                   run_full = false,
                   full_since = CASE WHEN NOT :everything THEN c.full_since END
              FROM (SELECT min(cal.walked_from) AS earliest,
                           coalesce(bool_and(coalesce(cal.full_from >= coalesce(con.full_since, con.run_started_at), false)), true)
                               AS all_full
                      FROM sync.connection con
                      LEFT JOIN sync.calendar cal ON cal.connection_key = con.connection_key AND cal.selected
                     WHERE con.connection_key = :key) walks
             WHERE c.connection_key = :key
            """;

    private static final String ADD_TO_RUN = """
            UPDATE sync.connection
               SET run_upserted = :upserted,
                   run_removed = :removed,
                   run_provider_calls = :providerCalls,
                   run_worked_millis = :workedMillis,
                   run_calendars = :calendars,
                   run_troubled = :troubled,
                   run_full = :full
             WHERE connection_key = :key
            """;

    private static final String LIMIT = """
            UPDATE sync.connection
               SET limited_since = CASE WHEN :told THEN now() ELSE coalesce(limited_since, now()) END
             WHERE connection_key = :key
            """;

    /// A failure ends the run, so that the next one reads every calendar; open walks keep their place.
    private static final String FAIL = """
            UPDATE sync.connection
               SET status = :status,
                   consecutive_failures = :failures,
                   failure_reason = :reason,
                   failure_message = :message,
                   run_started_at = NULL,
                   run_upserted = 0,
                   run_removed = 0,
                   run_provider_calls = 0,
                   run_worked_millis = 0,
                   run_calendars = 0,
                   run_troubled = 0,
                   run_full = false,
                   full_since = NULL
             WHERE connection_key = :key
            """;

    /// Nothing was read, so nothing is known that was not known before.
    private static final String END_RUN = """
            UPDATE sync.connection
               SET run_started_at = NULL
             WHERE connection_key = :key
            """;

    private final JdbcClient jdbc;
    private final Requests requests;
    private final Calendars calendars;
    private final Walks walks;
    private final Journal journal;
    private final ConnectionStates states;

    Outcomes(JdbcClient jdbc, Requests requests, Calendars calendars, Walks walks, Telling telling) {
        this.jdbc = jdbc;
        this.requests = requests;
        this.calendars = calendars;
        this.walks = walks;
        this.journal = telling.journal();
        this.states = telling.states();
    }

    /// What an end is told with.
    record Telling(Journal journal, ConnectionStates states) {}

    /// Ends the slice in the caller's transaction.
    void finish(ConnectionRow row, Claimed claim, RunEnd end, RunStats slice) {
        var total = row.run().plus(slice);
        var turned = switch (end) {
            case RunEnd.Completed _ when claim.reads() -> complete(row, claim, total);
            case RunEnd.Completed _ -> {
                jdbc.sql(END_RUN).param("key", row.text()).update();
                yield false;
            }
            case RunEnd.Deferred deferred -> {
                addToRun(row, total);
                if (deferred.reason() == DeferReason.RATE_LIMIT) {
                    limit(row, false);
                }
                yield false;
            }
            case RunEnd.Limited _ -> {
                addToRun(row, total);
                limit(row, true);
                yield false;
            }
            case RunEnd.Failed failed -> fail(row, failed);
        };
        answer(row, claim, end, total);
        if (turned || row.untold()) {
            states.emit(row.key(), null);
        }
    }

    private boolean complete(ConnectionRow row, Claimed claim, RunStats total) {
        var stands = claim.state().completed();
        var troubled = total.troubled() > 0 && calendars.anyTroubled(row);
        StateColumns.write(params(jdbc.sql(COMPLETE), row, total), stands)
                .param("everything", everything(claim))
                .update();
        return shows(row, stands) || troubled;
    }

    private void addToRun(ConnectionRow row, RunStats total) {
        params(jdbc.sql(ADD_TO_RUN), row, total)
                .param("providerCalls", total.providerCalls())
                .update();
    }

    /// A run that was asked for less leaves what is being read of everything as it is.
    private static boolean everything(Claimed claim) {
        return SyncRequest.together(claim.requests()) == SyncMode.FULL;
    }

    private boolean fail(ConnectionRow row, RunEnd.Failed failed) {
        if (failed.reason().resumingIsVain()) {
            walks.dropReading(row);
        }
        StateColumns.write(jdbc.sql(FAIL), failed.stands())
                .param("key", row.text())
                .update();
        return shows(row, failed.stands());
    }

    /// Whether it is to be seen that the connection stands elsewhere now.
    private static boolean shows(ConnectionRow row, ConnectionState stands) {
        return stands.status() != row.state().status() || reason(stands) != reason(row.state());
    }

    private static @Nullable FailureReason reason(ConnectionState state) {
        var cause = state.cause();
        return cause == null ? null : cause.reason();
    }

    private void limit(ConnectionRow row, boolean told) {
        jdbc.sql(LIMIT).param("key", row.text()).param("told", told).update();
    }

    private void answer(ConnectionRow row, Claimed claim, RunEnd end, RunStats total) {
        var run = new OutcomeRecords.Completion(startOf(row), row.now(), total, row.tokenExpiresAt());
        List<Draft> drafts = claim.requests().stream()
                .map(request -> switch (end) {
                    case RunEnd.Completed _ -> OutcomeRecords.completed(row.text(), request, run);
                    case RunEnd.Deferred deferred -> OutcomeRecords.deferred(row.text(), request, deferred);
                    case RunEnd.Limited limited -> OutcomeRecords.limited(row.text(), request, limited);
                    case RunEnd.Failed failed -> OutcomeRecords.failed(row.text(), request, failed);
                })
                .toList();
        requests.answer(row, claim.requests(), drafts.getFirst().kind(), journal.write(row, drafts));
    }

    private static Instant startOf(ConnectionRow row) {
        @Nullable Instant started = row.runStartedAt();
        return started == null ? row.now() : started;
    }

    private static JdbcClient.StatementSpec params(JdbcClient.StatementSpec sql, ConnectionRow row, RunStats total) {
        return sql.param("key", row.text())
                .param("upserted", total.upserted())
                .param("removed", total.removed())
                .param("workedMillis", total.worked().toMillis())
                .param("calendars", total.calendars())
                .param("troubled", total.troubled())
                .param("full", total.full());
    }
}
