package io.kalends.worker.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.CalendarEvent.Attendee;
import io.kalends.core.calendar.EventWindow;
import io.kalends.core.calendar.Span;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.memory.Emitted.EventChanged.What;
import io.kalends.simulator.side.EventTruth;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.side.SimulatedUser;

/// What the provider holds, beside what is held and what was told.
///
/// @param key of the user's connection
record Truth(SimulatedUser user, ConnectionKey key, StoreUnderTruth store) {

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
            if (window != null) {
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
            } else if (!brief(expected).equals(brief(event))) {
                differences.add(whose + " has " + brief(event) + " for " + brief(expected));
            }
        });
        held.forEach((id, event) -> {
            if (!truth.containsKey(id)) {
                differences.add(whose + " has a ghost: " + id + " " + brief(event));
            }
        });
    }

    private static String name(SimulatedCalendar calendar) {
        return calendar.facts().primary()
                ? "the main calendar"
                : calendar.facts().summary();
    }

    private static List<@Nullable Object> brief(EventTruth event) {
        var answers = new TreeMap<String, String>();
        event.attendees().forEach((email, answer) -> answers.put(email, answer));
        return row(
                event.title().isEmpty() ? null : storable(event.title()),
                event.start(),
                event.end(),
                event.status(),
                event.location(),
                event.seriesId(),
                event.originalStart(),
                event.timeZone(),
                !event.transparent(),
                event.visibility(),
                event.organizer(),
                event.meetingLink(),
                answers);
    }

    private static List<@Nullable Object> brief(CalendarEvent event) {
        var answers = new TreeMap<String, String>();
        event.attendees()
                .forEach(attendee ->
                        answers.put(Objects.requireNonNull(attendee.person().email()), answer(attendee)));
        var organizer = event.organizer();
        var meeting = event.onlineMeeting();
        return row(
                event.title() == null || event.title().isEmpty() ? null : event.title(),
                start(event.span()),
                end(event.span()),
                event.status().name().toLowerCase(java.util.Locale.ROOT),
                event.location(),
                event.seriesId(),
                originalStart(event),
                event.span() instanceof Span.AllDay ? null : event.timeZone(),
                event.busy(),
                event.visibility().name().toLowerCase(java.util.Locale.ROOT),
                organizer == null ? null : organizer.email(),
                meeting == null ? null : meeting.joinUrl(),
                answers);
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        var row = new ArrayList<@Nullable Object>();
        for (var value : values) {
            row.add(value);
        }
        return row;
    }

    private static String storable(String title) {
        return title.replace("\u0000", "");
    }

    private static String answer(Attendee attendee) {
        return switch (attendee.response()) {
            case NEEDS_ACTION -> "needsAction";
            case DECLINED -> "declined";
            case TENTATIVE -> "tentative";
            case ACCEPTED -> "accepted";
            case UNKNOWN -> "unknown";
        };
    }

    private static String start(Span span) {
        return switch (span) {
            case Span.AllDay days -> days.first().toString();
            case Span.Timed timed -> timed.start().toString();
        };
    }

    private static String end(Span span) {
        return switch (span) {
            case Span.AllDay days -> days.until().toString();
            case Span.Timed timed -> timed.end().toString();
        };
    }

    private static @Nullable String originalStart(CalendarEvent event) {
        var original = event.originalStart();
        if (original == null) {
            return null;
        }
        return event.span() instanceof Span.AllDay ? original.toString().substring(0, 10) : original.toString();
    }
}
