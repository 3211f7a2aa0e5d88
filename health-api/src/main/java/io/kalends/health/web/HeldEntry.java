package io.kalends.health.web;

import java.time.Instant;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.HeldDeletions;

/// Deletions of one calendar that wait for a person.
@Schema(description = "Deletions that were too many at once and wait to be released or discarded.")
record HeldEntry(
        @Schema(description = "events that would have been deleted")
        int deletions,

        @Schema(description = "events of the calendar before that run")
        int events,

        @Schema(description = "when they were first held back")
        Instant heldAt,

        @Schema(description = "some of the events, the earliest first, at most 50")
        List<SampleEvent> sample) {

    /// One of the events.
    record SampleEvent(
            String externalEventId,

            @Schema(description = "null when there is none or the tenant does not share it") @Nullable
            String title,

            @Schema(description = "a time in UTC, or a day; null when the tenant does not share it") @Nullable
            String when) {}

    static HeldEntry of(HeldDeletions held) {
        return new HeldEntry(held.deletions(), held.events(), held.heldAt(), sample(held));
    }

    static List<SampleEvent> sample(HeldDeletions held) {
        return held.sample().stream()
                .map(event -> new SampleEvent(event.externalEventId(), event.title(), event.when()))
                .toList();
    }
}
