package io.kalends.simulator.world;

import org.jspecify.annotations.Nullable;

/// Somebody invited.
///
/// @param response `needsAction`, `declined`, `tentative` or `accepted`
public record Attendee(String email, @Nullable String name, String response, boolean organizer, boolean optional) {
    public static Attendee invited(String email) {
        return new Attendee(email, null, "needsAction", false, false);
    }

    public Attendee answering(String answer) {
        return new Attendee(email, name, answer, organizer, optional);
    }
}
