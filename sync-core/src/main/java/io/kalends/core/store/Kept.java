package io.kalends.core.store;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.Span;

/// An event that is held.
///
/// @param seriesId the series it is an instance of, null for a single event
/// @param lived its span in the calendar's own time zone, as it was last told
public record Kept(String eventId, @Nullable String seriesId, Span.Timed lived) {}
