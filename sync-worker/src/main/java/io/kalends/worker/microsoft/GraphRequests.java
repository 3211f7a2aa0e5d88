package io.kalends.worker.microsoft;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.calendars.CalendarsRequestBuilder;
import com.microsoft.kiota.RequestInformation;
import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.worker.microsoft.GraphLinks.Kind;

/// Builds the requests to Graph, with the client's own builders. A request that must not be made is none: one under a
/// link that does not stay with Graph, or with an id that would lead out of its place in the path.
///
/// The builders are made anew for each request: what they hold is changed by it, and not safe to share.
final class GraphRequests {

    private static final int CALENDARS_PER_PAGE = 100;
    private static final int MOST_INSTANCES = 500;

    private final GraphServiceClient graph;
    private final GraphLinks links;

    GraphRequests(GraphServiceClient graph, GraphLinks links) {
        this.graph = graph;
        this.links = links;
    }

    /// A page of changes in a calendar: the one under `link`, or the first of everything in `window`.
    @Nullable
    RequestInformation delta(CalendarId calendar, EventWindow window, @Nullable String link) {
        if (leavesItsPlace(calendar.value()) || mayNotBeCalled(link, Kind.DELTA)) {
            return null;
        }
        var delta = calendars().byCalendarId(calendar.value()).calendarView().delta();
        return link == null
                ? delta.toGetRequestInformation(view -> {
                    view.queryParameters.startDateTime = window.from().toString();
                    view.queryParameters.endDateTime = window.to().toString();
                })
                : delta.withUrl(link).toGetRequestInformation();
    }

    /// A page of the account's calendars: the one under `link`, or the first.
    @Nullable
    RequestInformation calendars(@Nullable String link) {
        if (mayNotBeCalled(link, Kind.CALENDARS)) {
            return null;
        }
        return link == null
                ? calendars().toGetRequestInformation(list -> list.queryParameters.top = CALENDARS_PER_PAGE)
                : calendars().withUrl(link).toGetRequestInformation();
    }

    /// Ids hold for the whole mailbox: an event that was moved to another of its calendars is still there.
    @Nullable
    RequestInformation event(String eventId) {
        return leavesItsPlace(eventId)
                ? null
                : graph.me().events().byEventId(eventId).toGetRequestInformation();
    }

    /// A page of a series' instances: the one under `link`, or the first of those in `window`.
    @Nullable
    RequestInformation instances(String seriesId, EventWindow window, @Nullable String link) {
        if (leavesItsPlace(seriesId) || mayNotBeCalled(link, Kind.INSTANCES)) {
            return null;
        }
        var instances = graph.me().events().byEventId(seriesId).instances();
        return link == null
                ? instances.toGetRequestInformation(list -> {
                    list.queryParameters.startDateTime = window.from().toString();
                    list.queryParameters.endDateTime = window.to().toString();
                    list.queryParameters.top = MOST_INSTANCES;
                })
                : instances.withUrl(link).toGetRequestInformation();
    }

    private CalendarsRequestBuilder calendars() {
        return graph.me().calendars();
    }

    private boolean mayNotBeCalled(@Nullable String link, Kind kind) {
        return link != null && links.objection(link, kind) != null;
    }

    /// Everything else in an id is escaped where it stands in a path, but not what means the place above.
    private static boolean leavesItsPlace(String id) {
        return id.equals(".") || id.equals("..") || id.isBlank();
    }
}
