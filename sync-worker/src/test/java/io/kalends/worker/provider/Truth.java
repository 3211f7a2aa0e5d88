package io.kalends.worker.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.memory.Emitted.EventChanged.What;
import io.kalends.simulator.side.EventTruth;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.side.SimulatedUser;

/// What the provider holds, beside what is held and what was told.
///
/// @param key of the user's connection
/// @param closed calendars that were not wanted at some time: everything in them was told to be deleted
record Truth(SimulatedUser user, ConnectionKey key, StoreUnderTruth store, Set<CalendarId> closed) {

    List<String> differences() {
        var differences = new ArrayList<String>();
        var journal = Journal.of(store.emitted(key));
        var fold = journal.fold();
        var windows = store.windows(key);
        for (var calendar : user.calendars()) {
            var id = new CalendarId(calendar.id());
            var window = windows.get(id);
            var truth = window == null ? Map.<String, EventTruth>of() : calendar.truth(window.from(), window.to());
            compare("held of " + name(calendar), truth, store.held(key, id), differences);
            compare("told of " + name(calendar), truth, fold.getOrDefault(id, Map.of()), differences);
            if (window != null && !closed.contains(id)) {
                farewells(calendar, window, journal.farewells().getOrDefault(id, Map.of()), differences);
            }
        }
        return differences;
    }

    /// What was told to be deleted is nowhere any more.
    private static void farewells(
            SimulatedCalendar calendar, EventWindow window, Map<String, What> farewells, List<String> differences) {
        var everywhere = calendar.truth(null, null);
        farewells.forEach((id, what) -> {
            if (what == What.DELETED && everywhere.containsKey(id)) {
                differences.add("told to be deleted, but only outside " + window + ": " + everywhere.get(id));
            }
        });
    }

    private static void compare(
            String whose, Map<String, EventTruth> truth, Map<String, CalendarEvent> held, List<String> differences) {
        truth.forEach((id, expected) -> {
            var event = held.get(id);
            if (event == null) {
                differences.add(whose + " lacks " + expected);
            } else {
                var difference = Seen.of(expected).differences(Seen.of(event).asOld(expected));
                if (!difference.isEmpty()) {
                    differences.add(whose + " is wrong about " + id + ": " + difference);
                }
            }
        });
        held.forEach((id, event) -> {
            if (!truth.containsKey(id)) {
                differences.add(whose + " has a ghost: " + id + " " + Seen.of(event));
            }
        });
    }

    private static String name(SimulatedCalendar calendar) {
        return calendar.facts().primary()
                ? "the main calendar"
                : calendar.facts().summary();
    }
}
