package io.kalends.health.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is not wrong yet but deserves a look.
public enum Warning {
    /// Active, and no run has completed for longer than it should take.
    STALE,
    /// The access token ran out that long ago and nobody renewed it.
    TOKEN_EXPIRED,
    /// Active, and some of its calendars cannot be read.
    CALENDAR_FAILING,
    /// Deletions wait for a person to release or discard them.
    DELETIONS_HELD,
    /// It waits until an incident at its provider is over; that it is late or its token old is no news then.
    INCIDENT;

    /// The warnings about `connection` at `now`.
    ///
    /// @param patience how long without a completed run or a fresh token is too long
    /// @param incidents those that are open
    public static List<Warning> about(
            ConnectionModel connection, Instant now, Duration patience, List<Incident> incidents) {
        var warnings = new ArrayList<Warning>();
        if (connection.deletionsHeld() > 0) {
            warnings.add(DELETIONS_HELD);
        }
        if (!connection.state().active()) {
            return warnings;
        }
        if (Incident.delaying(connection, incidents) == null) {
            late(warnings, connection, now, patience);
        } else {
            warnings.add(INCIDENT);
        }
        if (connection.calendarsFailing() > 0) {
            warnings.add(CALENDAR_FAILING);
        }
        return warnings;
    }

    private static void late(List<Warning> warnings, ConnectionModel connection, Instant now, Duration patience) {
        var tooLongAgo = now.minus(patience);
        var lastSync = connection.lastSync();
        var knownSince = connection.moved() == null ? now : connection.moved().occurredAt();
        if ((lastSync == null ? knownSince : lastSync).isBefore(tooLongAgo)) {
            warnings.add(STALE);
        }
        var expiry = connection.tokenExpiry();
        if (expiry != null && expiry.isBefore(tooLongAgo)) {
            warnings.add(TOKEN_EXPIRED);
        }
    }
}
