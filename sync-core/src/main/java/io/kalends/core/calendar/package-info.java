/// A meeting as Kalends sees it, whoever the provider is. Start at [io.kalends.core.calendar.CalendarEvent].
/// Nothing here may name a provider. Times are UTC instants.
@NullMarked
package io.kalends.core.calendar;

import org.jspecify.annotations.NullMarked;
