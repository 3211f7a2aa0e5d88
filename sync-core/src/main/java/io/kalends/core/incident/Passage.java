package io.kalends.core.incident;

import java.time.Duration;

/// Whether a run may go through a door.
public sealed interface Passage {

    /// Nothing is wrong there.
    record Free() implements Passage {}

    /// Something is, and this run sees whether it still is: one try of every call.
    record Probe() implements Passage {}

    /// Not now.
    ///
    /// @param delay until it is worth coming back
    record Held(IncidentKind kind, Duration delay) implements Passage {}
}
