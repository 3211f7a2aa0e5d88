package io.kalends.core.store;

import java.time.Instant;
import java.util.List;

import io.kalends.core.connection.ConnectionKey;

/// What asking for the right to work on a connection can bring.
public sealed interface Claim {

    /// It is yours until somebody claims it after you.
    ///
    /// @param fence your number; every write is refused once it is no longer the highest
    /// @param requests those still to be answered, oldest first
    /// @param now the store's clock at the claim
    /// @param calendars those still to be worked on in this run, in a stable order: selected and not read yet, or
    ///     being closed
    /// @param listDue true when the account's calendars have to be listed first
    /// @param mainKnown true when a main calendar was listed before
    /// @param failures counting failures in a row so far
    record Claimed(
            ConnectionKey key,
            long fence,
            List<SyncRequest> requests,
            Instant now,
            List<StoredCalendar> calendars,
            boolean listDue,
            boolean mainKnown,
            int failures)
            implements Claim {
        public Claimed {
            requests = List.copyOf(requests);
            calendars = List.copyOf(calendars);
        }
    }

    /// Every request has its outcome already, or was given one now from memory.
    record Answered() implements Claim {}

    /// The connection is paused, waits for its user, is gone or was never known: nothing is to be done, and that is
    /// final for these requests.
    record Inactive() implements Claim {}
}
