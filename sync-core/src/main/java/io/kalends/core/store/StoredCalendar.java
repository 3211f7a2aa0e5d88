package io.kalends.core.store;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.PageRequest.Origin;

/// What is known of one calendar that is kept in step, or is being closed.
///
/// @param since where the next delta starts, null before the first full walk has ended
/// @param walk what is under way, null when nothing is
/// @param lastGeneration the highest generation any full walk of it has used
public record StoredCalendar(
        CalendarId id,
        Origin.@Nullable Since since,
        @Nullable Walk walk,
        long lastGeneration) {}
