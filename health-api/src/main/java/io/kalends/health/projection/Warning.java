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
    CALENDAR_FAILING;

    /// The warnings about `connection` at `now`.
    ///
    /// @param patience how long without a completed run or a fresh token is too long
    public static List<Warning> about(ConnectionModel connection, Instant now, Duration patience) {
        var warnings = new ArrayList<Warning>();
        if (!connection.state().active()) {
            return warnings;
        }
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
        if (connection.calendarsFailing() > 0) {
            warnings.add(CALENDAR_FAILING);
        }
        return warnings;
    }
}
