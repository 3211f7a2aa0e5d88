package io.kalends.core.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.provider.Lookup;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.token.AccessToken;

/// Answers with what a test has laid down, and remembers what it was asked.
final class ScriptedProvider implements CalendarProvider {

    /// Something to do while a call is under way.
    interface Meanwhile {
        void happen();
    }

    private record Scripted(Answer<Page> answer, Meanwhile meanwhile) {}

    private final Queue<Scripted> pages = new ArrayDeque<>();
    private final Map<CalendarId, Queue<Scripted>> ofCalendars = new HashMap<>();
    final List<PageRequest> asked = new ArrayList<>();
    final List<String> tokens = new ArrayList<>();
    Answer<CalendarList> calendars = new Answer.Got<>(new CalendarList(
            List.of(new CalendarList.Entry(new CalendarId("main"), "Anna", "UTC", true)),
            List.of(),
            new CalendarList.Next.Last(null)));
    int listings;

    void answers(Answer<Page> answer) {
        pages.add(new Scripted(answer, () -> {}));
    }

    void answers(Answer<Page> answer, Meanwhile meanwhile) {
        pages.add(new Scripted(answer, meanwhile));
    }

    void answers(CalendarId calendar, Answer<Page> answer) {
        answers(calendar, answer, () -> {});
    }

    void answers(CalendarId calendar, Answer<Page> answer, Meanwhile meanwhile) {
        ofCalendars.computeIfAbsent(calendar, _ -> new ArrayDeque<>()).add(new Scripted(answer, meanwhile));
    }

    void lists(CalendarList.Entry... entries) {
        calendars = new Answer.Got<>(new CalendarList(List.of(entries), List.of(), new CalendarList.Next.Last(null)));
    }

    @Override
    public Answer<Page> fetch(AccessToken token, CalendarId calendar, PageRequest request) {
        asked.add(request);
        tokens.add(token.secret());
        var own = ofCalendars.getOrDefault(calendar, new ArrayDeque<>());
        var next = own.isEmpty() ? pages.remove() : own.remove();
        next.meanwhile().happen();
        return next.answer();
    }

    @Override
    public Answer<CalendarList> calendars(AccessToken token, ListRequest request) {
        listings++;
        return calendars;
    }

    @Override
    public Answer<Lookup> event(AccessToken token, CalendarId calendar, String eventId) {
        return new Answer.Got<>(new Lookup.Gone());
    }

    @Override
    public Answer<Instances> instances(
            AccessToken token, CalendarId calendar, String seriesId, EventWindow window, @Nullable String pageToken) {
        return new Answer.Got<>(new Instances.NotListed());
    }
}
