package io.kalends.simulator.microsoft;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/// Ids as Graph writes them: long, with case that matters, and different with and without `IdType="ImmutableId"`.
///
/// Ids of calendars are the same in both forms. Either form of an event's id is understood.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/outlook-immutable-id">Microsoft: immutable ids</a>
final class GraphIds {
    private static final String CALENDAR = "AAMkADhkYjQ5NmE1LWNiMzYtNDM3Yi04ZGM5LTM0MzgzNDQ4YjA5ZgAuAAAAAACX";
    private static final String IMMUTABLE = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AEZ9r3czxY0m2jz8c45czkwAA";
    private static final String USUAL = "AAMkADhkYjQ5NmE1LWNiMzYtNDM3Yi04ZGM5LTM0MzgzNDQ4YjA5ZgBGAAAAA/AB+x";

    private GraphIds() {}

    static String calendar(String heldId) {
        return CALENDAR + encoded(heldId);
    }

    /// @param heldId of an event, a series, or an instance
    static String event(String heldId, boolean immutable) {
        return (immutable ? IMMUTABLE : USUAL) + encoded(heldId);
    }

    static Optional<String> heldCalendar(String id) {
        return decoded(id, CALENDAR);
    }

    static Optional<String> heldEvent(String id) {
        return Stream.of(IMMUTABLE, USUAL)
                .flatMap(form -> decoded(id, form).stream())
                .findFirst();
    }

    private static String encoded(String heldId) {
        return Base64.getUrlEncoder().encodeToString(heldId.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> decoded(String id, String form) {
        if (!id.startsWith(form)) {
            return Optional.empty();
        }
        try {
            var held = Base64.getUrlDecoder().decode(id.substring(form.length()));
            return Optional.of(new String(held, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
