package io.kalends.worker.command;

import java.util.Set;

import io.kalends.core.connection.CalendarId;

/// What can be asked about a connection.
sealed interface ConnectionCommand {

    Order order();

    /// Use this credential from now on.
    ///
    /// @param vaultKeyId the vault key `sealed` was made with
    @SuppressWarnings("ArrayRecordComponent")
    record Connect(Order order, String vaultKeyId, byte[] sealed) implements ConnectionCommand {}

    /// Give the grant back and erase everything.
    record Disconnect(Order order) implements ConnectionCommand {}

    /// Keep exactly these calendars in step.
    record SelectCalendars(Order order, Set<CalendarId> calendars) implements ConnectionCommand {
        public SelectCalendars {
            calendars = Set.copyOf(calendars);
        }
    }

    /// Carry out the deletions that were held back.
    ///
    /// @param calendars empty for all of the connection
    record ReleaseDeletions(Order order, Set<CalendarId> calendars) implements ConnectionCommand {
        public ReleaseDeletions {
            calendars = Set.copyOf(calendars);
        }
    }

    /// Drop the deletions that were held back, and read their calendars again.
    ///
    /// @param calendars empty for all of the connection
    record DiscardDeletions(Order order, Set<CalendarId> calendars) implements ConnectionCommand {
        public DiscardDeletions {
            calendars = Set.copyOf(calendars);
        }
    }

    /// Stop until further notice.
    record Pause(Order order) implements ConnectionCommand {}

    /// Go on after a pause.
    record Resume(Order order) implements ConnectionCommand {}
}
