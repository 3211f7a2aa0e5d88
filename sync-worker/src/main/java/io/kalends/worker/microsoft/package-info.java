/// Microsoft 365 calendars, spoken to through Microsoft's Graph client, and Microsoft's token endpoint. Start at
/// [io.kalends.worker.microsoft.MicrosoftAccount]; what an answer means is decided in `GraphErrors`, what a row becomes
/// in `EventMapper`, which links are followed in `GraphLinks`. Graph's types and names stay in here; of the core only
/// its nouns, calendar, provider and token are known.
@NullMarked
package io.kalends.worker.microsoft;

import org.jspecify.annotations.NullMarked;
