package io.kalends.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.util.DateTime;
import com.google.api.services.calendar.Calendar;
import com.google.api.services.calendar.model.Event;
import com.google.api.services.calendar.model.Events;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

import io.kalends.simulator.google.GoogleCalendar;
import io.kalends.simulator.google.GoogleUser;
import io.kalends.simulator.world.Span;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// A simulator with one user, and Google's client to ask it.
final class Stage implements AutoCloseable {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    final MovableClock clock = new MovableClock();
    final ProviderSimulator simulator = ProviderSimulator.start(SimulatorSettings.defaults(clock));
    final GoogleUser anna = simulator.google().addUser("anna@example.com", BERLIN);
    final GoogleCalendar calendar = anna.primary();
    final Calendar client = GoogleClient.of(simulator, anna).calendar();
    final Wire wire = new Wire(simulator);

    Calendar.Events.List events() throws IOException {
        return client.events().list("primary");
    }

    Calendar.Events.List instances() throws IOException {
        return events().setSingleEvents(true);
    }

    /// All pages from where `list` stands; the last page's sync token.
    Round round(Calendar.Events.List list) throws IOException {
        var items = new ArrayList<Event>();
        var pages = new ArrayList<Events>();
        @Nullable String next = list.getPageToken();
        do {
            var page = list.setPageToken(next).execute();
            pages.add(page);
            items.addAll(page.getItems());
            next = page.getNextPageToken();
        } while (next != null);
        return new Round(items, pages, String.valueOf(pages.getLast().getNextSyncToken()));
    }

    /// The one error of a refusal.
    static GoogleJsonError.ErrorInfo refusal(ThrowingCallable call) {
        return refused(call).getDetails().getErrors().getFirst();
    }

    static GoogleJsonResponseException refused(ThrowingCallable call) {
        return catchThrowableOfType(GoogleJsonResponseException.class, call);
    }

    static List<String> ids(List<Event> events) {
        return events.stream().map(Event::getId).toList();
    }

    static DateTime time(Instant instant) {
        return new DateTime(instant.toEpochMilli());
    }

    /// An hour, some hours from now.
    Span hour(int hoursFromNow) {
        return Span.timed(clock.instant().plus(Duration.ofHours(hoursFromNow)), Duration.ofHours(1), BERLIN);
    }

    static Span day(String date) {
        return Span.days(LocalDate.parse(date), 1);
    }

    @Override
    public void close() {
        wire.close();
        simulator.close();
    }

    /// One listing, from the first to the last page.
    record Round(List<Event> items, List<Events> pages, String syncToken) {}
}
