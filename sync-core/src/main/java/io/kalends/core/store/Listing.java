package io.kalends.core.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.kalends.core.provider.CalendarList;

/// What a listing of the account's calendars brought.
///
/// @param entries new and changed ones; of a whole list, all there are
/// @param whole true when everything was listed: what `entries` lacks is gone; false when only what had changed was
/// @param cursor where the next listing of changes starts, null when the next one has to be whole
public record Listing(
        List<CalendarList.Entry> entries,
        boolean whole,
        @Nullable String cursor) {

    public Listing {
        entries = List.copyOf(entries);
    }

    /// A whole list without a cursor.
    public static Listing whole(List<CalendarList.Entry> entries) {
        return new Listing(entries, true, null);
    }

    @Override
    public String toString() {
        return "Listing[" + (whole ? "whole" : "changes") + ", entries=" + entries.size() + ", cursor="
                + (cursor == null ? "none" : "***") + "]";
    }
}
