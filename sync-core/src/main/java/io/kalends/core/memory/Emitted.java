package io.kalends.core.memory;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;
import io.kalends.core.store.SyncRequest;
import io.kalends.core.store.Trouble;

/// What a store told the world, in order.
public sealed interface Emitted {

    /// The connection's counter.
    long sequence();

    /// An event changed.
    ///
    /// @param event null when it is no longer there
    record EventChanged(
            long sequence,
            CalendarId calendar,
            String eventId,
            What what,
            Why why,
            @Nullable CalendarEvent event) implements Emitted {

        /// What happened.
        public enum What {
            UPSERTED,
            DELETED,
            LEFT_WINDOW
        }

        /// How it was noticed.
        public enum Why {
            DELTA,
            FULL,
            RECONCILED,
            REPUBLISHED
        }
    }

    /// A request has its outcome. Delays of `end` count from `endedAt`.
    ///
    /// @param stats of the whole run, all slices together
    /// @param startedAt when the run started that brought the outcome
    record Ended(long sequence, SyncRequest request, RunEnd end, RunStats stats, Instant startedAt, Instant endedAt)
            implements Emitted {

        /// Names the request.
        public String requestId() {
            return request.requestId();
        }
    }

    /// The connection stands elsewhere, or something about its calendars changed.
    ///
    /// @param reason why the last run failed, null where that is no trouble any more
    /// @param failures counting failures in a row
    /// @param calendars all that are known, the main one first
    record ConnectionChanged(
            long sequence,
            ConnectionStatus status,
            @Nullable FailureReason reason,
            int failures,
            List<Calendar> calendars)
            implements Emitted {

        public ConnectionChanged {
            calendars = List.copyOf(calendars);
        }

        /// One calendar of the account.
        ///
        /// @param selected true when it is kept in step
        /// @param trouble why it could not be read, null when it could
        /// @param hold deletions that wait for a person, null when none do
        public record Calendar(
                CalendarList.Entry entry,
                boolean selected,
                Stage stage,
                @Nullable Trouble trouble,
                @Nullable Hold hold) {}

        /// How far a calendar has come.
        public enum Stage {
            /// Never read to its end.
            NEW,
            /// Read to its end at least once.
            LIVE,
            /// Emptied, because it is no longer there.
            CLOSED
        }
    }
}
