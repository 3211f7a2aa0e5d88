package io.kalends.core.provider;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;

/// One page of the calendars an account has.
///
/// @param nextPageToken null on the last page
public record CalendarList(List<Entry> entries, @Nullable String nextPageToken) {

    public CalendarList {
        entries = List.copyOf(entries);
    }

    @Override
    public String toString() {
        return "CalendarList[entries=" + entries + ", nextPageToken=" + (nextPageToken == null ? "none" : "***") + "]";
    }

    /// One calendar.
    ///
    /// @param name as the user sees it
    /// @param timeZone IANA name
    /// @param primary true for the user's own main calendar
    public record Entry(
            CalendarId id, @Nullable String name, @Nullable String timeZone, boolean primary) {}
}
