package io.kalends.worker.google;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.util.DateTime;
import com.google.api.services.calendar.Calendar;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.Provider;
import io.kalends.core.provider.Answer;
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

/// Google Calendar.
///
/// Series come as instances. A full walk names the window, a delta must not: apart from that both ask with the same
/// parameters, as Google demands, and every answer is held against the window again.
///
/// @see <a href="https://developers.google.com/workspace/calendar/api/v3/reference/events/list">events.list</a>
final class GoogleCalendar implements CalendarProvider {

    private static final int CALENDARS_PER_PAGE = 250;
    private static final int MOST_INSTANCES = 2500;

    private final Calendar google;
    private final GoogleCall call;
    private final PageReader pages;
    private final ProviderCalls calls;
    private final int pageSize;

    private GoogleCalendar(Calendar google, GoogleCall call, PageReader pages, ProviderCalls calls, int pageSize) {
        this.google = google;
        this.call = call;
        this.pages = pages;
        this.calls = calls;
        this.pageSize = pageSize;
    }

    /// One for all accounts; each call carries its own token.
    static GoogleCalendar over(
            HttpTransport transport, GoogleSettings settings, MeterRegistry registry, InstantSource clock) {
        var google = new Calendar.Builder(
                        transport,
                        GoogleJson.FACTORY,
                        request -> request.setNumberOfRetries(0)
                                .setFollowRedirects(false)
                                .setLoggingEnabled(false)
                                .setCurlLoggingEnabled(false))
                .setRootUrl(settings.root())
                .setApplicationName("Kalends")
                .build();
        return new GoogleCalendar(
                google,
                new GoogleCall(clock),
                new PageReader(registry),
                new ProviderCalls(registry, Provider.GOOGLE),
                settings.pageSize());
    }

    @Override
    public Answer<Page> fetch(AccessToken token, CalendarId calendar, PageRequest request) throws InterruptedException {
        var window = request.origin().window();
        var list = list(calendar, request);
        var positioned = list.getSyncToken() != null || list.getPageToken() != null;
        return calls.answered(
                "events.list", () -> call.make(list, token, positioned, json -> pages.read(json, window)));
    }

    @Override
    public Answer<CalendarList> calendars(AccessToken token, ListRequest request) throws InterruptedException {
        var list = built(() -> google.calendarList()
                .list()
                .setMaxResults(CALENDARS_PER_PAGE)
                .setSyncToken(request.cursor())
                .setPageToken(request.pageToken()));
        var positioned = request.cursor() != null || request.pageToken() != null;
        return calls.answered("calendarList.list", () -> call.make(list, token, positioned, CalendarListReader::read));
    }

    /// An event that cannot be found may be of a calendar that is gone; the next walk finds that out.
    @Override
    public Answer<Lookup> event(AccessToken token, CalendarId calendar, String eventId) throws InterruptedException {
        var get = built(() -> google.events().get(calendar.value(), eventId));
        var answer = calls.answered("events.get", () -> call.make(get, token, false, pages::lookup));
        return isMissing(answer) ? new Answer.Got<>(new Lookup.Gone()) : answer;
    }

    @Override
    public Answer<Instances> instances(
            AccessToken token, CalendarId calendar, String seriesId, EventWindow window, @Nullable String pageToken)
            throws InterruptedException {
        var list = built(() -> google.events()
                .instances(calendar.value(), seriesId)
                .setTimeMin(utc(window.from()))
                .setTimeMax(utc(window.to()))
                .setMaxResults(MOST_INSTANCES)
                .setPageToken(pageToken));
        var answer = calls.answered(
                "events.instances",
                () -> call.make(list, token, pageToken != null, json -> pages.instances(json, window)));
        return isMissing(answer) ? new Answer.Got<>(new Instances.NotListed()) : answer;
    }

    private static boolean isMissing(Answer<?> answer) {
        return answer instanceof Answer.Refused<?>(Answer.Refusal.CalendarGone _);
    }

    private Calendar.Events.List list(CalendarId calendar, PageRequest request) {
        return built(() -> {
            var list = google.events()
                    .list(calendar.value())
                    .setSingleEvents(true)
                    .setMaxResults(pageSize)
                    .setPageToken(request.pageToken());
            return switch (request.origin()) {
                case Origin.Everything(EventWindow window) ->
                    list.setTimeMin(utc(window.from())).setTimeMax(utc(window.to()));
                case Origin.Since since -> list.setSyncToken(since.cursor());
            };
        });
    }

    @FunctionalInterface
    private interface Built<R> {
        R build() throws IOException;
    }

    private static <R> R built(Built<R> request) {
        try {
            return request.build();
        } catch (IOException e) {
            throw new IllegalStateException("a request to Google cannot be built", e);
        }
    }

    private static DateTime utc(Instant instant) {
        return new DateTime(false, instant.toEpochMilli(), 0);
    }
}
