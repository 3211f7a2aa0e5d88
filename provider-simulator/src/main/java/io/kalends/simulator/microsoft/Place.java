package io.kalends.simulator.microsoft;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.HeldCalendar;

/// Where in an account the event of an address is.
///
/// @param event the id under which the world holds it
record Place(HeldCalendar held, String event) {

    /// @param calendar as in the path; null where the path names none, so that any calendar will do
    static Place of(@Nullable String calendar, String event, Account account) {
        var heldId = GraphIds.heldEvent(event)
                .orElseThrow(() -> Refusal.of(400, "ErrorInvalidIdMalformed", "Id is malformed."));
        if (calendar != null) {
            return new Place(held(calendar, account), heldId);
        }
        return holding(heldId, account).map(held -> new Place(held, heldId)).orElseThrow(Refusal::notFound);
    }

    /// @param calendar null for the default one
    static HeldCalendar held(@Nullable String calendar, Account account) {
        var held = calendar == null
                ? Optional.of(account.primary())
                : GraphIds.heldCalendar(calendar).flatMap(account::calendar);
        return held.filter(found -> !found.facts().deleted()).orElseThrow(Refusal::notFound);
    }

    /// The id, as Graph writes it, of the calendar an address is about, as far as it is about one.
    static Optional<String> calendar(GraphAddress address, Account account) {
        return switch (address) {
            case GraphAddress.Calendar(var calendar) -> Optional.of(named(calendar, account));
            case GraphAddress.View(var calendar) -> Optional.of(named(calendar, account));
            case GraphAddress.Delta(var calendar) -> Optional.of(named(calendar, account));
            case GraphAddress.Event(var calendar, var event) -> named(calendar, event, account);
            case GraphAddress.Instances(var calendar, var event) -> named(calendar, event, account);
            case GraphAddress.Token _, GraphAddress.Calendars _, GraphAddress.Unknown _ -> Optional.empty();
        };
    }

    /// The path of a calendar, encoded, from the API's beginning.
    static String path(@Nullable String calendar) {
        return calendar == null ? "/me" : "/me/calendars/" + GraphQuery.encoded(calendar);
    }

    private static String named(@Nullable String calendar, Account account) {
        return calendar == null ? GraphIds.calendar(account.primary().facts().id()) : calendar;
    }

    private static Optional<String> named(@Nullable String calendar, String event, Account account) {
        return calendar != null
                ? Optional.of(calendar)
                : GraphIds.heldEvent(event)
                        .flatMap(heldId -> holding(heldId, account))
                        .map(held -> GraphIds.calendar(held.facts().id()));
    }

    private static Optional<HeldCalendar> holding(String heldId, Account account) {
        var cut = heldId.lastIndexOf('_');
        var whole = cut < 0 ? heldId : heldId.substring(0, cut);
        return account.calendars().stream()
                .filter(held -> !held.facts().deleted() && held.find(whole).isPresent())
                .findFirst();
    }
}
