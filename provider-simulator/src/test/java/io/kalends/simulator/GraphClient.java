package io.kalends.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import com.microsoft.graph.core.requests.BaseGraphRequestAdapter;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.calendars.item.calendarview.delta.DeltaGetResponse;
import com.microsoft.graph.users.item.calendars.item.calendarview.delta.DeltaRequestBuilder;
import com.microsoft.kiota.RequestHeaders;
import com.microsoft.kiota.RequestOption;
import com.microsoft.kiota.authentication.AnonymousAuthenticationProvider;
import com.microsoft.kiota.http.middleware.options.RetryHandlerOption;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;

/// Microsoft's own client, pointed at a simulator, for one user and one set of wishes.
///
/// @param token  asked for on each request
/// @param prefer header lines
@NullUnmarked // the client calls everything it returns nullable
record GraphClient(GraphServiceClient graph, Supplier<String> token, List<String> prefer) {
    static final String IMMUTABLE = "IdType=\"ImmutableId\"";
    static final String UTC = "outlook.timezone=\"UTC\"";

    /// The client's time for an event grows with the square of its guests.
    private static final String[] WITHOUT_GUESTS = ("type,seriesMasterId,iCalUId,uid,subject,location,showAs,isAllDay"
                    + ",start,end,originalStart,organizer")
            .split(",", -1);

    private static final OkHttpClient HTTP = GraphClientFactory.create(
                    new RequestOption[] {new RetryHandlerOption(null, 0, 0)})
            .callTimeout(Duration.ofSeconds(20))
            .retryOnConnectionFailure(false)
            .build();

    static GraphClient of(ProviderSimulator simulator, Supplier<String> token) {
        var adapter = new BaseGraphRequestAdapter(new AnonymousAuthenticationProvider(), simulator.graphUrl(), HTTP);
        return new GraphClient(new GraphServiceClient(adapter), token, List.of(UTC, IMMUTABLE));
    }

    GraphClient preferring(String... wishes) {
        return new GraphClient(graph, token, List.of(wishes));
    }

    GraphClient inPagesOf(int items) {
        var more = new ArrayList<>(prefer);
        more.add("odata.maxpagesize=" + items);
        return new GraphClient(graph, token, more);
    }

    /// What every request carries.
    void head(RequestHeaders headers) {
        headers.add("Authorization", "Bearer " + token.get());
        prefer.forEach(wish -> headers.add("Prefer", wish));
    }

    DeltaRequestBuilder delta(String calendarId) {
        return graph.me().calendars().byCalendarId(calendarId).calendarView().delta();
    }

    /// The first page of the first round.
    DeltaGetResponse first(String calendarId, Instant from, Instant to) {
        return delta(calendarId).get(get -> {
            get.queryParameters.startDateTime = from.toString();
            get.queryParameters.endDateTime = to.toString();
            head(get.headers);
        });
    }

    DeltaGetResponse follow(String calendarId, String link) {
        return delta(calendarId).withUrl(link).get(get -> head(get.headers));
    }

    /// A whole first round.
    DeltaRound round(String calendarId, Instant from, Instant to) {
        return whole(calendarId, first(calendarId, from, to));
    }

    /// A whole later round.
    DeltaRound round(String calendarId, String deltaLink) {
        return whole(calendarId, follow(calendarId, deltaLink));
    }

    Event event(String id) {
        return graph.me().events().byEventId(id).get(get -> head(get.headers));
    }

    List<Event> instances(String seriesId, Instant from, Instant to) {
        var builder = graph.me().events().byEventId(seriesId).instances();
        var page = builder.get(get -> {
            get.queryParameters.startDateTime = from.toString();
            get.queryParameters.endDateTime = to.toString();
            get.queryParameters.top = 200;
            get.queryParameters.select = WITHOUT_GUESTS;
            head(get.headers);
        });
        var all = new ArrayList<>(page.getValue());
        while (page.getOdataNextLink() != null) {
            page = builder.withUrl(page.getOdataNextLink()).get(get -> head(get.headers));
            all.addAll(page.getValue());
        }
        return all;
    }

    /// All events in a window, series as their instances.
    List<Event> view(String calendarId, Instant from, Instant to) {
        var builder = graph.me().calendars().byCalendarId(calendarId).calendarView();
        var page = builder.get(get -> {
            get.queryParameters.startDateTime = from.toString();
            get.queryParameters.endDateTime = to.toString();
            get.queryParameters.top = 200;
            get.queryParameters.select = WITHOUT_GUESTS;
            head(get.headers);
        });
        var all = new ArrayList<>(page.getValue());
        while (page.getOdataNextLink() != null) {
            page = builder.withUrl(page.getOdataNextLink()).get(get -> head(get.headers));
            all.addAll(page.getValue());
        }
        return all;
    }

    private DeltaRound whole(String calendarId, DeltaGetResponse first) {
        var pages = new ArrayList<>(List.of(first));
        while (pages.getLast().getOdataNextLink() != null) {
            pages.add(follow(calendarId, pages.getLast().getOdataNextLink()));
        }
        return new DeltaRound(pages);
    }
}
