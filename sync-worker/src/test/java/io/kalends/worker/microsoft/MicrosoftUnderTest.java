package io.kalends.worker.microsoft;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.kalends.core.calendar.EventWindow;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.connection.Provider;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Page;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;
import io.kalends.worker.http.ProviderCalls;

/// The adapter as it is in production, in front of a server of the test's choice.
final class MicrosoftUnderTest implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final EventWindow WINDOW =
            new EventWindow(Instant.parse("2026-08-24T12:00:00Z"), Instant.parse("2027-11-22T12:00:00Z"));
    static final String BEARER = "eyJ0eXAiOiJKV1Qi.canary-0123456789";
    static final AccessToken TOKEN = new AccessToken(BEARER, Duration.ofMinutes(30));
    static final CalendarId MAIN = new CalendarId("AAMkAGI2=main");

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final MicrosoftCalendar calendar;
    final MicrosoftTokens tokens;
    private final GraphClient client;
    private final String root;
    private final AtomicLong requests = new AtomicLong();

    MicrosoftUnderTest(URI server) {
        this(server, Duration.ofSeconds(10));
    }

    MicrosoftUnderTest(URI server, Duration deadline) {
        this(settings(server, deadline, 3, 64));
    }

    MicrosoftUnderTest(MicrosoftSettings settings) {
        var clock = InstantSource.fixed(NOW);
        var links = new GraphLinks(settings.root());
        root = settings.root().toString();
        client = new GraphClient(settings, System::nanoTime);
        calendar = new MicrosoftCalendar(
                new GraphRequests(client.graph(), links),
                new GraphCall(client.adapter(), settings, clock, () -> new UUID(7, requests.incrementAndGet())),
                new PageReader(links, metrics),
                new ProviderCalls(metrics, Provider.OUTLOOK));
        tokens = new MicrosoftTokens(settings, new ProviderCalls(metrics, Provider.OUTLOOK), clock);
    }

    static MicrosoftSettings settings(URI server, Duration deadline, int mailboxCalls, int calls) {
        return new MicrosoftSettings(
                server.resolve("v1.0"),
                server.resolve("token"),
                null,
                "",
                "client-7",
                "client-secret+7",
                "offline_access https://graph.microsoft.com/Calendars.Read",
                deadline,
                deadline,
                100,
                DataSize.ofMegabytes(1),
                64,
                mailboxCalls,
                calls);
    }

    /// A link as Graph hands them out.
    String link(String position) {
        return root + "/me/calendars/AAMkAGI2=main/calendarView/delta?" + position;
    }

    Answer<Page> everything() throws InterruptedException {
        return fetch(new Origin.Everything(WINDOW), null);
    }

    Answer<Page> changesSince(String cursor) throws InterruptedException {
        return fetch(new Origin.Since(cursor, WINDOW), null);
    }

    Answer<Page> fetch(Origin origin, @Nullable String pageToken) throws InterruptedException {
        return calendar.fetch(TOKEN, MAIN, new PageRequest(origin, pageToken));
    }

    static Page page(Answer<Page> answer) {
        return got(answer);
    }

    static <T> T got(Answer<T> answer) {
        if (answer instanceof Answer.Got<T>(T value)) {
            return value;
        }
        throw new AssertionError("expected what was asked for, got " + answer);
    }

    static Answer.Refusal refusal(Answer<?> answer) {
        if (answer instanceof Answer.Refused<?>(Answer.Refusal refusal)) {
            return refusal;
        }
        throw new AssertionError("expected a refusal, got " + answer);
    }

    @Override
    public void close() {
        client.close();
        tokens.close();
    }
}
