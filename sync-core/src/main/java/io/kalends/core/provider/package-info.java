/// The only door between a sync and the outside calendars. Start at [io.kalends.core.provider.CalendarProvider]: one
/// call per page,
/// and whatever a provider can answer is one of [io.kalends.core.provider.Answer]. Nothing here may name Google or
/// Microsoft.
@NullMarked
package io.kalends.core.provider;

import org.jspecify.annotations.NullMarked;
