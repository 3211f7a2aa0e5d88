package io.kalends.worker.microsoft;

import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.provider.Instances;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.provider.Lookup;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;
import io.kalends.worker.http.ProviderCalls;

/// Microsoft 365 calendars.
///
/// Changes come from the delta of a calendar's view: the first call names the window, and everything after that is a
/// link of Graph's, taken as it is. Page token and cursor are such links, and none is called before it has been
/// checked.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/api/event-delta">event: delta</a>
final class MicrosoftCalendar implements CalendarProvider {

    private final GraphRequests requests;
    private final GraphCall call;
    private final PageReader pages;
    private final ProviderCalls calls;

    MicrosoftCalendar(GraphRequests requests, GraphCall call, PageReader pages, ProviderCalls calls) {
        this.requests = requests;
        this.call = call;
        this.pages = pages;
        this.calls = calls;
    }

    @Override
    public Answer<Page> fetch(AccessToken token, CalendarId calendar, PageRequest request) throws InterruptedException {
        var link = link(request);
        var get = requests.delta(calendar, request.origin().window(), link);
        if (get == null) {
            return Answer.refused(link == null ? new Refusal.CalendarGone() : new Refusal.CursorLost());
        }
        return calls.answered("calendarView.delta", () -> call.make(get, token, link != null, pages::read));
    }

    /// Graph tells of no changes to the list: there is no cursor for one.
    @Override
    public Answer<CalendarList> calendars(AccessToken token, ListRequest request) throws InterruptedException {
        var link = request.pageToken();
        var get = request.cursor() == null ? requests.calendars(link) : null;
        if (get == null) {
            return Answer.refused(new Refusal.CursorLost());
        }
        return calls.answered("calendars.list", () -> call.make(get, token, link != null, pages::calendars));
    }

    @Override
    public Answer<Lookup> event(AccessToken token, CalendarId calendar, String eventId) throws InterruptedException {
        var get = requests.event(eventId);
        if (get == null) {
            return new Answer.Got<>(new Lookup.Gone());
        }
        var answer = calls.answered("events.get", () -> call.make(get, token, false, pages::lookup));
        return answer instanceof Answer.Refused<Lookup>(Refusal.CalendarGone _)
                ? new Answer.Got<>(new Lookup.Gone())
                : answer;
    }

    @Override
    public Answer<Instances> instances(
            AccessToken token, CalendarId calendar, String seriesId, EventWindow window, @Nullable String pageToken)
            throws InterruptedException {
        var get = requests.instances(seriesId, window, pageToken);
        if (get == null) {
            return new Answer.Got<>(new Instances.NotListed());
        }
        var answer =
                calls.answered("events.instances", () -> call.make(get, token, pageToken != null, pages::instances));
        return isNotListed(answer) ? new Answer.Got<>(new Instances.NotListed()) : answer;
    }

    /// There is no such series, it has no such list, or the place on it is lost.
    private static boolean isNotListed(Answer<Instances> answer) {
        return answer instanceof Answer.Refused<Instances>(Refusal refusal)
                && (refusal instanceof Refusal.CalendarGone
                        || refusal instanceof Refusal.Rejected
                        || refusal instanceof Refusal.CursorLost);
    }

    /// Null for the first page of everything.
    private static @Nullable String link(PageRequest request) {
        if (request.pageToken() != null) {
            return request.pageToken();
        }
        return switch (request.origin()) {
            case Origin.Everything _ -> null;
            case Origin.Since(String cursor, EventWindow _) -> cursor;
        };
    }
}
