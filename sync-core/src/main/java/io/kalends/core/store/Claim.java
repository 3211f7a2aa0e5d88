package io.kalends.core.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.ConnectionState;

/// What asking for the right to work on a connection can bring.
public sealed interface Claim {

    /// It is yours until somebody claims it after you.
    ///
    /// @param fence your number; every write is refused once it is no longer the highest
    /// @param requests those still to be answered, oldest first
    /// @param now the store's clock at the claim
    /// @param calendars those still to be worked on in this run, in a stable order: selected and not read yet, or
    ///     being closed
    /// @param list what is known of the account's list of calendars
    /// @param state where the connection stands
    /// @param limited how long it has been limited without anybody being told, null when it is not
    /// @param readBefore how many calendars earlier slices of this run have read to their end
    /// @param reach how far the tenant's window reaches
    record Claimed(
            ConnectionKey key,
            long fence,
            List<SyncRequest> requests,
            Instant now,
            List<StoredCalendar> calendars,
            CalendarsKnown list,
            ConnectionState.Syncing state,
            @Nullable Duration limited,
            int readBefore,
            Reach reach)
            implements Claim {
        public Claimed {
            requests = List.copyOf(requests);
            calendars = List.copyOf(calendars);
        }

        /// Counting failures in a row so far.
        public int failures() {
            return state.failures();
        }

        /// Whether anything has to be read; false when what is held is only to be told again.
        public boolean reads() {
            return requests.stream().anyMatch(request -> request.mode() != SyncMode.REPUBLISH);
        }
    }

    /// What is known of the account's list of calendars.
    ///
    /// @param due true when it has to be listed first
    /// @param mainKnown true when a main calendar was listed before
    /// @param cursor where a listing of changes starts, null when it has to be whole
    record CalendarsKnown(
            boolean due, boolean mainKnown, @Nullable String cursor) {
        @Override
        public String toString() {
            return "CalendarsKnown[due=" + due + ", mainKnown=" + mainKnown + ", cursor="
                    + (cursor == null ? "none" : "***") + "]";
        }
    }

    /// How far a tenant's window reaches.
    ///
    /// @param back into the past, null when the tenant has not said
    /// @param ahead into the future, null when the tenant has not said
    record Reach(@Nullable Duration back, @Nullable Duration ahead) {

        /// Of a tenant that has said nothing.
        public static final Reach USUAL = new Reach(null, null);
    }

    /// Every request has its outcome already, or was given one now from memory.
    record Answered() implements Claim {}

    /// The connection is paused, waits for its user, is gone or was never known: nothing is to be done, and that is
    /// final for these requests.
    record Inactive() implements Claim {}
}
