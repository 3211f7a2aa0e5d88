package io.kalends.core.memory;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunStats;

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
            RECONCILED
        }
    }

    /// A request has its outcome.
    record Ended(long sequence, String requestId, RunEnd end, RunStats stats) implements Emitted {}

    /// The connection stands elsewhere, or has other calendars.
    record ConnectionChanged(long sequence, ConnectionStatus status) implements Emitted {}
}
