package io.kalends.core.provider;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;

/// One page of the calendars an account has, or of what has changed about them.
///
/// @param removed those no longer on the list; only told of changes
public record CalendarList(List<Entry> entries, List<CalendarId> removed, Next next) {

    public CalendarList {
        entries = List.copyOf(entries);
        removed = List.copyOf(removed);
    }

    /// One calendar.
    ///
    /// @param name as the user sees it
    /// @param timeZone IANA name
    /// @param primary true for the user's own main calendar
    public record Entry(
            CalendarId id, @Nullable String name, @Nullable String timeZone, boolean primary) {}

    /// What follows a page.
    public sealed interface Next {

        /// There is more, under `pageToken`.
        record More(String pageToken) implements Next {
            @Override
            public String toString() {
                return "More[pageToken=***]";
            }
        }

        /// That was all.
        ///
        /// @param cursor where the next listing of changes starts, null when the provider lists no changes
        record Last(@Nullable String cursor) implements Next {
            @Override
            public String toString() {
                return "Last[cursor=" + (cursor == null ? "none" : "***") + "]";
            }
        }
    }
}
