package io.kalends.health.projection;

import org.jspecify.annotations.Nullable;

/// One calendar of a connection.
///
/// @param calendarId the provider's id
/// @param name as the user sees it, or null
/// @param selected true when it is kept in step
/// @param status NEW, LIVE, CLOSED or UNKNOWN
public record Calendar(
        String calendarId,
        @Nullable String name,
        boolean primary,
        boolean selected,
        String status,
        @Nullable String timeZone) {}
