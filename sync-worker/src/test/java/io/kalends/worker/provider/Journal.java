package io.kalends.worker.provider;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.memory.Emitted;

/// Everything that was told of a connection, in order.
record Journal(List<Emitted> told) {

    static Journal of(List<Emitted> told) {
        return new Journal(told);
    }

    /// What somebody holds who has followed it from the beginning.
    Map<CalendarId, Map<String, CalendarEvent>> fold() {
        var held = new HashMap<CalendarId, Map<String, CalendarEvent>>();
        for (var one : told) {
            if (one instanceof Emitted.EventChanged change) {
                var events = held.computeIfAbsent(change.calendar(), _ -> new HashMap<>());
                if (change.event() == null) {
                    events.remove(change.eventId());
                } else {
                    events.put(change.eventId(), change.event());
                }
            }
        }
        return held;
    }

    /// The last word on each event that is no longer held.
    Map<CalendarId, Map<String, Emitted.EventChanged.What>> farewells() {
        var last = new HashMap<CalendarId, Map<String, Emitted.EventChanged.What>>();
        for (var one : told) {
            if (one instanceof Emitted.EventChanged change) {
                last.computeIfAbsent(change.calendar(), _ -> new HashMap<>()).put(change.eventId(), change.what());
            }
        }
        last.values().forEach(events -> events.values().remove(Emitted.EventChanged.What.UPSERTED));
        return last;
    }

    /// What is wrong with its numbers and with the answers to `requests`.
    List<String> flaws(Set<String> requests) {
        var flaws = new ArrayList<String>();
        for (int i = 0; i < told.size(); i++) {
            if (told.get(i).sequence() != i + 1) {
                flaws.add("number " + told.get(i).sequence() + " in place " + (i + 1));
            }
        }
        var answers = new HashMap<String, Integer>();
        for (var one : told) {
            if (one instanceof Emitted.Ended ended) {
                answers.merge(ended.requestId(), 1, Integer::sum);
            }
        }
        answers.forEach((request, times) -> {
            if (times > 1) {
                flaws.add("request " + request + " answered " + times + " times");
            }
        });
        requests.stream()
                .filter(request -> !answers.containsKey(request))
                .forEach(request -> flaws.add("request " + request + " never answered"));
        return flaws;
    }
}
