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
import io.kalends.core.provider.Change;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.provider.Lookup;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.token.AccessToken;

/// Answers with what a test has laid down, and remembers what it was asked. It knows no event by itself and lists no
/// series' instances.
final class ScriptedProvider implements CalendarProvider {

    /// Something to do while a call is under way.
    interface Meanwhile {
        void happen();
    }

    private record Scripted<T>(Answer<T> answer, Meanwhile meanwhile) {}

    private final Queue<Scripted<Page>> pages = new ArrayDeque<>();
    private final Map<CalendarId, Queue<Scripted<Page>>> ofCalendars = new HashMap<>();
    private final Map<String, Answer<Lookup>> known = new HashMap<>();
    private final Map<String, Queue<Scripted<Instances>>> ofSeries = new HashMap<>();
    private final Queue<Answer<CalendarList>> lists = new ArrayDeque<>();
    private Answer<CalendarList> usualList =
            list(new CalendarList.Next.Last(null), new CalendarList.Entry(new CalendarId("main"), "Anna", "UTC", true));

    final List<PageRequest> asked = new ArrayList<>();
    final List<CalendarId> read = new ArrayList<>();
    final List<String> tokens = new ArrayList<>();

    /// Ids of the events and series it was asked about one by one.
    final List<String> lookedUp = new ArrayList<>();

    /// Ids of the series whose instances it was asked for.
    final List<String> instancesOf = new ArrayList<>();

    final List<ListRequest> listings = new ArrayList<>();

    void answers(Answer<Page> answer) {
        answers(answer, () -> {});
    }

    void answers(Answer<Page> answer, Meanwhile meanwhile) {
        pages.add(new Scripted<>(answer, meanwhile));
    }

    void answers(CalendarId calendar, Answer<Page> answer) {
        answers(calendar, answer, () -> {});
    }

    void answers(CalendarId calendar, Answer<Page> answer, Meanwhile meanwhile) {
        ofCalendars.computeIfAbsent(calendar, _ -> new ArrayDeque<>()).add(new Scripted<>(answer, meanwhile));
    }

    /// Knows a series as such from now on.
    void knows(Change.Series series) {
        knows(series.eventId(), new Answer.Got<>(new Lookup.There(series.iCalUid(), series.event())));
    }

    /// Knows an event from now on.
    void knows(Change.Upserted event) {
        knows(event.eventId(), new Answer.Got<>(new Lookup.There(event.iCalUid(), event.event())));
    }

    void knows(String eventId, Answer<Lookup> answer) {
        known.put(eventId, answer);
    }

    void knowsNoMore(String eventId) {
        known.remove(eventId);
    }

    /// Lists these instances of a series, on one page, the next time it is asked.
    void listsInstances(String seriesId, Change... members) {
        answersInstances(seriesId, new Answer.Got<>(new Instances.Some(List.of(members), null)), () -> {});
    }

    void answersInstances(String seriesId, Answer<Instances> answer, Meanwhile meanwhile) {
        ofSeries.computeIfAbsent(seriesId, _ -> new ArrayDeque<>()).add(new Scripted<>(answer, meanwhile));
    }

    /// Lists these calendars whenever it is asked, and never what has changed about them.
    void lists(CalendarList.Entry... entries) {
        usualList = list(new CalendarList.Next.Last(null), entries);
    }

    /// Answers the next listing, before those to come.
    void listsNext(Answer<CalendarList> answer) {
        lists.add(answer);
    }

    static Answer<CalendarList> list(CalendarList.Next next, CalendarList.Entry... entries) {
        return new Answer.Got<>(new CalendarList(List.of(entries), List.of(), next));
    }

    /// Remembers nothing of what it was asked.
    void forgets() {
        List.of(asked, read, tokens, lookedUp, instancesOf, listings).forEach(List::clear);
    }

    @Override
    public Answer<Page> fetch(AccessToken token, CalendarId calendar, PageRequest request) {
        asked.add(request);
        read.add(calendar);
        tokens.add(token.secret());
        var own = ofCalendars.getOrDefault(calendar, new ArrayDeque<>());
        return told(own.isEmpty() ? pages.remove() : own.remove());
    }

    @Override
    public Answer<CalendarList> calendars(AccessToken token, ListRequest request) {
        listings.add(request);
        return lists.isEmpty() ? usualList : lists.remove();
    }

    @Override
    public Answer<Lookup> event(AccessToken token, CalendarId calendar, String eventId) {
        lookedUp.add(eventId);
        return known.getOrDefault(eventId, new Answer.Got<>(new Lookup.Gone()));
    }

    @Override
    public Answer<Instances> instances(
            AccessToken token, CalendarId calendar, String seriesId, EventWindow window, @Nullable String pageToken) {
        instancesOf.add(seriesId);
        var own = ofSeries.getOrDefault(seriesId, new ArrayDeque<>());
        return own.isEmpty() ? new Answer.Got<>(new Instances.NotListed()) : told(own.remove());
    }

    private static <T> Answer<T> told(Scripted<T> scripted) {
        scripted.meanwhile().happen();
        return scripted.answer();
    }
}
