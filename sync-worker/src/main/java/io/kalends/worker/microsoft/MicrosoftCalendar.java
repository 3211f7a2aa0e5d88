package io.kalends.worker.microsoft;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.calendars.CalendarsRequestBuilder;
import com.microsoft.kiota.RequestInformation;
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
import io.kalends.worker.microsoft.GraphLinks.Kind;

/// Microsoft 365 calendars.
///
/// Changes come from the delta of a calendar's view: the first call names the window, and everything after that is a
/// link
/// of Graph's, taken as it is. Page token and cursor are such links, and none is called before it has been checked.
///
/// @see <a href="https://learn.microsoft.com/en-us/graph/api/event-delta">event: delta</a>
final class MicrosoftCalendar implements CalendarProvider {

    private static final int CALENDARS_PER_PAGE = 100;
    private static final int MOST_INSTANCES = 500;

    private final GraphServiceClient graph;
    private final GraphCall call;
    private final PageReader pages;
    private final ProviderCalls calls;
    private final GraphLinks links;

    MicrosoftCalendar(
            GraphServiceClient graph, GraphCall call, PageReader pages, ProviderCalls calls, GraphLinks links) {
        this.graph = graph;
        this.call = call;
        this.pages = pages;
        this.calls = calls;
        this.links = links;
    }

    @Override
    public Answer<Page> fetch(AccessToken token, CalendarId calendar, PageRequest request) throws InterruptedException {
        var link = link(request);
        if (mayNotBeCalled(link, Kind.DELTA)) {
            return Answer.refused(new Refusal.CursorLost());
        }
        if (leavesItsPlace(calendar.value())) {
            return Answer.refused(new Refusal.CalendarGone());
        }
        var get = delta(calendar, request.origin().window(), link);
        return calls.answered("calendarView.delta", () -> call.make(get, token, link != null, pages::read));
    }

    @Override
    public Answer<CalendarList> calendars(AccessToken token, ListRequest request) throws InterruptedException {
        var link = request.pageToken();
        if (request.cursor() != null || mayNotBeCalled(link, Kind.CALENDARS)) {
            return Answer.refused(new Refusal.CursorLost());
        }
        var get = link == null
                ? calendars().toGetRequestInformation(list -> list.queryParameters.top = CALENDARS_PER_PAGE)
                : calendars().withUrl(link).toGetRequestInformation();
        return calls.answered("calendars.list", () -> call.make(get, token, link != null, pages::calendars));
    }

    @Override
    public Answer<Lookup> event(AccessToken token, CalendarId calendar, String eventId) throws InterruptedException {
        if (leavesItsPlace(calendar.value()) || leavesItsPlace(eventId)) {
            return new Answer.Got<>(new Lookup.Gone());
        }
        var get = calendars()
                .byCalendarId(calendar.value())
                .events()
                .byEventId(eventId)
                .toGetRequestInformation();
        var answer = calls.answered("events.get", () -> call.make(get, token, false, pages::lookup));
        return answer instanceof Answer.Refused<Lookup>(Refusal.CalendarGone _)
                ? new Answer.Got<>(new Lookup.Gone())
                : answer;
    }

    @Override
    public Answer<Instances> instances(
            AccessToken token, CalendarId calendar, String seriesId, EventWindow window, @Nullable String pageToken)
            throws InterruptedException {
        if (leavesItsPlace(calendar.value()) || leavesItsPlace(seriesId) || mayNotBeCalled(pageToken, Kind.INSTANCES)) {
            return new Answer.Got<>(new Instances.NotListed());
        }
        var get = instances(calendar, seriesId, window, pageToken);
        var answer =
                calls.answered("events.instances", () -> call.make(get, token, pageToken != null, pages::instances));
        return isNotListed(answer) ? new Answer.Got<>(new Instances.NotListed()) : answer;
    }

    /// There is no such series, it has no such list, or its place on the list is lost.
    private static boolean isNotListed(Answer<Instances> answer) {
        return answer instanceof Answer.Refused<Instances>(Refusal refusal)
                && (refusal instanceof Refusal.CalendarGone
                        || refusal instanceof Refusal.Rejected
                        || refusal instanceof Refusal.CursorLost);
    }

    /// The client's builders are made for one call each: what they hold is changed by it, and not safe to share.
    private CalendarsRequestBuilder calendars() {
        return graph.me().calendars();
    }

    private RequestInformation delta(CalendarId calendar, EventWindow window, @Nullable String link) {
        var delta = calendars().byCalendarId(calendar.value()).calendarView().delta();
        return link == null
                ? delta.toGetRequestInformation(view -> {
                    view.queryParameters.startDateTime = window.from().toString();
                    view.queryParameters.endDateTime = window.to().toString();
                })
                : delta.withUrl(link).toGetRequestInformation();
    }

    private RequestInformation instances(
            CalendarId calendar, String seriesId, EventWindow window, @Nullable String link) {
        var instances = calendars()
                .byCalendarId(calendar.value())
                .events()
                .byEventId(seriesId)
                .instances();
        return link == null
                ? instances.toGetRequestInformation(list -> {
                    list.queryParameters.startDateTime = window.from().toString();
                    list.queryParameters.endDateTime = window.to().toString();
                    list.queryParameters.top = MOST_INSTANCES;
                })
                : instances.withUrl(link).toGetRequestInformation();
    }

    private static @Nullable String link(PageRequest request) {
        if (request.pageToken() != null) {
            return request.pageToken();
        }
        return switch (request.origin()) {
            case Origin.Everything _ -> null;
            case Origin.Since(String cursor, EventWindow _) -> cursor;
        };
    }

    private boolean mayNotBeCalled(@Nullable String link, Kind kind) {
        return link != null && links.objection(link, kind) != null;
    }

    /// Everything else in an id is escaped where it stands in a path, but not what means the place above.
    private static boolean leavesItsPlace(String id) {
        return id.equals(".") || id.equals("..") || id.isBlank();
    }
}
