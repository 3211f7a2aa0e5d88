package io.kalends.worker.google;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.util.unit.DataSize;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.Provider;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.token.AccessToken;
import io.kalends.worker.http.JsonTransport;
import io.kalends.worker.http.Origin;
import io.kalends.worker.http.ProviderCalls;

/// The adapter as it is in production, in front of a server of the test's choice.
final class GoogleUnderTest implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final EventWindow WINDOW =
            new EventWindow(Instant.parse("2026-08-24T12:00:00Z"), Instant.parse("2027-11-22T12:00:00Z"));
    static final String BEARER = "ya29.a0AfB_canary-0123456789";
    static final AccessToken TOKEN = new AccessToken(BEARER, Duration.ofMinutes(30));
    static final CalendarId ANNA = new CalendarId("anna.keller@example.com");

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final GoogleCalendar calendar;
    final GoogleTokens tokens;
    private final JsonTransport transport;

    GoogleUnderTest(URI root) {
        this(root, Duration.ofSeconds(10));
    }

    GoogleUnderTest(URI root, Duration deadline) {
        var settings = settings(root, deadline);
        var clock = InstantSource.fixed(NOW);
        transport = new JsonTransport(Origin.of(settings.apiUrl()), settings.limits());
        calendar = GoogleCalendar.over(transport, settings, metrics, clock);
        tokens = new GoogleTokens(settings, new ProviderCalls(metrics, Provider.GOOGLE), clock);
    }

    static GoogleSettings settings(URI root, Duration deadline) {
        return new GoogleSettings(
                root,
                root.resolve("token"),
                root.resolve("revoke"),
                null,
                "client-7",
                "client-secret-7",
                deadline,
                deadline,
                250,
                DataSize.ofMegabytes(1),
                64);
    }

    static PageRequest everything() {
        return new PageRequest(new PageRequest.Origin.Everything(WINDOW), null);
    }

    static PageRequest since(String cursor) {
        return new PageRequest(new PageRequest.Origin.Since(cursor, WINDOW), null);
    }

    Answer<Page> everythingOf(CalendarId id) throws InterruptedException {
        return calendar.fetch(TOKEN, id, everything());
    }

    Answer<Page> changesSince(String cursor) throws InterruptedException {
        return calendar.fetch(TOKEN, ANNA, since(cursor));
    }

    static Page page(Answer<Page> answer) {
        if (answer instanceof Answer.Got<Page>(Page page)) {
            return page;
        }
        throw new AssertionError("expected a page, got " + answer);
    }

    static Answer.Refusal refusal(Answer<?> answer) {
        if (answer instanceof Answer.Refused<?>(Answer.Refusal refusal)) {
            return refusal;
        }
        throw new AssertionError("expected a refusal, got " + answer);
    }

    @Override
    public void close() {
        transport.shutdown();
        tokens.close();
    }
}
