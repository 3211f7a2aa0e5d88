package io.kalends.core.provider;

import org.jspecify.annotations.Nullable;

/// Which page of the account's calendars.
///
/// @param cursor from [CalendarList.Next.Last] of an earlier listing, for what has changed since; null for all
/// @param pageToken from [CalendarList.Next.More] of this listing, null for its first page
public record ListRequest(@Nullable String cursor, @Nullable String pageToken) {

    /// All calendars, from the first page.
    public static final ListRequest EVERYTHING = new ListRequest(null, null);

    @Override
    public String toString() {
        return "ListRequest[" + (cursor == null ? "everything" : "changes") + ", pageToken="
                + (pageToken == null ? "none" : "***") + "]";
    }
}
