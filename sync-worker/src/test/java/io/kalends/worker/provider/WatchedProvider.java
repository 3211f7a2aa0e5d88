package io.kalends.worker.provider;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;

/// An adapter somebody looks over the shoulder of: which window a calendar is read in, from which places,
/// and, when asked to, what comes of a cursor that was damaged where it is kept, or of events that are not shown.
final class WatchedProvider implements CalendarProvider {

    private final CalendarProvider adapter;
    private final Map<CalendarId, EventWindow> windows;
    private final Set<CalendarId> damaged = ConcurrentHashMap.newKeySet();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final Set<String> cursors = ConcurrentHashMap.newKeySet();

    /// @param windows where to note the window of each calendar
    WatchedProvider(CalendarProvider adapter, Map<CalendarId, EventWindow> windows) {
        this.adapter = adapter;
        this.windows = windows;
    }

    /// Cursors and page tokens used so far, secrets all of them.
    Set<String> cursors() {
        return Set.copyOf(cursors);
    }

    /// The next cursor used for `calendar` has lost its second half.
    void damageCursor(CalendarId calendar) {
        damaged.add(calendar);
    }

    /// From now on these events seem not to be there: a hiccup.
    void hide(Collection<String> eventIds) {
        hidden.addAll(eventIds);
    }

    /// All events are shown again.
    void hideNothing() {
        hidden.clear();
    }

    @Override
    public Answer<Page> fetch(AccessToken token, CalendarId calendar, PageRequest request) throws InterruptedException {
        windows.put(calendar, request.origin().window());
        note(request);
        var answer = adapter.fetch(token, calendar, perhapsDamaged(calendar, request));
        return answer instanceof Answer.Got<Page>(Page page) && !hidden.isEmpty()
                ? new Answer.Got<>(new Page(shown(page.changes()), page.next()))
                : answer;
    }

    @Override
    public Answer<CalendarList> calendars(AccessToken token, ListRequest request) throws InterruptedException {
        return adapter.calendars(token, request);
    }

    @Override
    public Answer<Lookup> event(AccessToken token, CalendarId calendar, String eventId) throws InterruptedException {
        var answer = adapter.event(token, calendar, eventId);
        return hidden.contains(eventId) ? new Answer.Got<>(new Lookup.Gone()) : answer;
    }

    @Override
    public Answer<Instances> instances(
            AccessToken token, CalendarId calendar, String seriesId, EventWindow window, @Nullable String pageToken)
            throws InterruptedException {
        return adapter.instances(token, calendar, seriesId, window, pageToken);
    }

    private List<Change> shown(List<Change> changes) {
        return changes.stream()
                .filter(change -> !hidden.contains(change.eventId()))
                .toList();
    }

    private void note(PageRequest request) {
        if (request.origin() instanceof Origin.Since(String cursor, EventWindow _)) {
            cursors.add(cursor);
        }
        if (request.pageToken() != null) {
            cursors.add(request.pageToken());
        }
    }

    private PageRequest perhapsDamaged(CalendarId calendar, PageRequest request) {
        return request.origin() instanceof Origin.Since(String cursor, EventWindow window) && damaged.remove(calendar)
                ? new PageRequest(
                        new Origin.Since(cursor.substring(0, cursor.length() / 2), window), request.pageToken())
                : request;
    }
}
