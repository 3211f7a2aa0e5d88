package io.kalends.core.memory;

import java.time.Instant;

/// Deletions of one calendar that wait for a person.
///
/// @param deletions events that would be deleted
/// @param events held of the calendar before
/// @param since when they were first held back
/// @param vanished true when the calendar itself is no longer listed
public record Hold(int deletions, int events, Instant since, boolean vanished) {

    Hold of(int now) {
        return new Hold(now, events, since, vanished);
    }
}
