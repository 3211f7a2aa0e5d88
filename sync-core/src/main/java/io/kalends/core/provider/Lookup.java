package io.kalends.core.provider;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;

/// What a provider knows of one event or series.
public sealed interface Lookup {

    /// It is not there any more, or never was.
    record Gone() implements Lookup {}

    /// It is there, in the window or elsewhere.
    ///
    /// @param event null when its times cannot be understood
    record There(@Nullable String iCalUid, @Nullable CalendarEvent event) implements Lookup {}
}
