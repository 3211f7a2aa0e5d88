package io.kalends.worker.persistence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

import io.kalends.core.connection.ConnectionState;
import io.kalends.core.store.Claim.Reach;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncRequest;
import io.kalends.worker.tenant.Tenants;

/// Gives a connection to whoever asks last, unless there is nothing left to do for the requests.
final class Claims {

    /// What was found in the transaction; the calendars' secrets are opened after it.
    sealed interface Found {

        /// Nothing is done for a connection in this state.
        record Inactive() implements Found {}

        /// Every request has its outcome.
        record Answered() implements Found {}

        /// It is the caller's now.
        record Taken(
                ConnectionRow row,
                ConnectionState.Syncing state,
                Connections.Raised raised,
                List<SyncRequest> requests,
                boolean anyCalendar,
                boolean mainKnown,
                int readBefore,
                Reach reach,
                List<CalendarRow> calendars)
                implements Found {}
    }

    private final Connections connections;
    private final Requests requests;
    private final Calendars calendars;
    private final Tenants tenants;
    private final Journal journal;

    Claims(Connections connections, Requests requests, Calendars calendars, Tenants tenants, Journal journal) {
        this.connections = connections;
        this.requests = requests;
        this.calendars = calendars;
        this.tenants = tenants;
        this.journal = journal;
    }

    /// Claims in the caller's transaction. The row is locked first and its fence raised only for work that is left: a
    /// repeated request must not take the connection from whoever works on a newer one.
    Found claim(List<SyncRequest> asked) {
        var locked = connections.lock(asked.getFirst().key());
        if (locked == null || !(locked.state() instanceof ConnectionState.Syncing standing)) {
            return new Found.Inactive();
        }
        var left = unanswered(locked, asked);
        if (left.isEmpty()) {
            return new Found.Answered();
        }
        var state = afresh(locked, standing, left);
        var row = withoutCursors(locked, left);
        var goesOn = left.getFirst().goesOn();
        var anew = row.runStartedAt() == null || !goesOn;
        var wanted = SyncRequest.together(left);
        var raised = connections.raise(row, anew, wanted, goesOn);
        if (left.stream().anyMatch(SyncRequest::republishes)) {
            calendars.republish(row);
        }
        return new Found.Taken(
                row,
                state,
                raised,
                left,
                calendars.any(row.text()),
                calendars.main(row.text()),
                anew ? 0 : row.run().calendars(),
                tenants.of(row.key().tenantId()).reach(),
                calendars.toWorkOn(row.text(), wanted, raised.runStartedAt()));
    }

    /// Where it stands once a person's wish, if there is one, has cleared what failed before.
    private ConnectionState.Syncing afresh(ConnectionRow row, ConnectionState.Syncing state, List<SyncRequest> left) {
        if (left.stream().noneMatch(SyncRequest::isAFreshStart)) {
            return state;
        }
        var cleared = state.resynced();
        if (!cleared.equals(state)) {
            connections.stand(row, cleared);
        }
        return cleared;
    }

    /// The row as it is once the cursors are forgotten that one of `left` asks to be forgotten.
    private ConnectionRow withoutCursors(ConnectionRow row, List<SyncRequest> left) {
        var forgotten = false;
        for (var request : left) {
            if (request.rebuilds() && connections.forgetList(row, request.cause())) {
                calendars.forgetCursors(row);
                forgotten = true;
            }
        }
        return forgotten ? Objects.requireNonNull(connections.lock(row.key())) : row;
    }

    private List<SyncRequest> unanswered(ConnectionRow row, List<SyncRequest> asked) {
        var byId = new LinkedHashMap<String, SyncRequest>();
        asked.forEach(request -> byId.putIfAbsent(request.requestId(), request));
        byId.keySet().removeAll(requests.answered(row, asked));
        var covered = byId.values().stream().filter(row::covers).toList();
        var success = row.success();
        if (success != null && !covered.isEmpty()) {
            var drafts = covered.stream()
                    .map(request -> OutcomeRecords.completed(row.text(), request, remembered(row, success, request)))
                    .toList();
            requests.answer(row, covered, Draft.Kind.COMPLETED, journal.write(row, drafts));
            covered.forEach(request -> byId.remove(request.requestId()));
        }
        return new ArrayList<>(byId.values());
    }

    private static OutcomeRecords.Completion remembered(
            ConnectionRow row, ConnectionRow.Success success, SyncRequest request) {
        var start = row.coveringStart(request);
        return new OutcomeRecords.Completion(
                start == null ? success.startedAt() : start,
                success.completedAt(),
                new RunStats(
                        success.upserted(),
                        success.removed(),
                        0,
                        success.worked(),
                        success.calendars(),
                        success.troubled(),
                        success.full() || request.readsEverything()),
                row.tokenExpiresAt());
    }
}
