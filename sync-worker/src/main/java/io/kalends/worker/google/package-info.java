/// Google Calendar, spoken to through Google's client, and Google's token endpoint. Start at
/// [io.kalends.worker.google.GoogleAccount]; what an answer means is decided in `GoogleErrors`, what an event
/// becomes in `EventMapper`. Google's types and names stay in here; of the core only its nouns, calendar,
/// provider and token are known.
@NullMarked
package io.kalends.worker.google;

import org.jspecify.annotations.NullMarked;
