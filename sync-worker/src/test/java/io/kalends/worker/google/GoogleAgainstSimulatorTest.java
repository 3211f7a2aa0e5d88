package io.kalends.worker.google;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.connection.CalendarId;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.CalendarList;
import io.kalends.core.provider.Change;
import io.kalends.core.provider.ListRequest;
import io.kalends.core.provider.Page.Next;
import io.kalends.core.provider.PageRequest;
import io.kalends.core.provider.PageRequest.Origin;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.RefreshToken;
import io.kalends.core.token.TokenEndpoint.Grant;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.google.GoogleUser;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

import static io.kalends.worker.google.GoogleUnderTest.NOW;
import static io.kalends.worker.google.GoogleUnderTest.WINDOW;
import static io.kalends.worker.google.GoogleUnderTest.page;
import static io.kalends.worker.google.GoogleUnderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class GoogleAgainstSimulatorTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final CalendarId ANNA = new CalendarId("anna@example.com");

    private final Map<String, CalendarEvent> held = new HashMap<>();
    private ProviderSimulator simulator;
    private GoogleUnderTest google;
    private GoogleUser anna;

    @BeforeEach
    void connect() {
        simulator = ProviderSimulator.start(
                SimulatorSettings.defaults(InstantSource.fixed(NOW)).withSeed(7));
        google = new GoogleUnderTest(URI.create(simulator.googleApiUrl()));
        anna = simulator.google().addUser(ANNA.value());
    }

    @AfterEach
    void disconnect() {
        google.close();
        simulator.close();
    }

    private AccessToken token() {
        return new AccessToken(anna.issueAccessToken(), Duration.ofMinutes(30));
    }

    private static Span.Timed hour(String start) {
        var from = Instant.parse(start);
        return new Span.Timed(from, from.plus(Duration.ofHours(1)), BERLIN);
    }

    /// Walks to the end as a sync would and returns the cursor.
    private String walk(Origin origin) throws InterruptedException {
        @Nullable String pageToken = null;
        while (true) {
            var page = page(google.calendar.fetch(token(), ANNA, new PageRequest(origin, pageToken)));
            page.changes().forEach(this::apply);
            switch (page.next()) {
                case Next.More(String more) -> pageToken = more;
                case Next.Last(String cursor) -> {
                    return cursor;
                }
            }
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.Upserted upserted -> held.put(upserted.eventId(), upserted.event());
            case Change.Removed removed -> held.remove(removed.eventId());
            case Change.OutsideWindow outside -> held.remove(outside.eventId());
            case Change.Vanished _, Change.Occurrence _, Change.Series _ ->
                throw new AssertionError("Google says all there is to say, but came " + change);
        }
    }

    private void assertHeldIsTrue() {
        var truth = anna.primary().truth(WINDOW.from(), WINDOW.to());
        assertThat(held.keySet()).isEqualTo(truth.keySet());
        truth.forEach((id, expected) -> {
            var event = Objects.requireNonNull(held.get(id));
            assertThat(Objects.requireNonNullElse(event.title(), "")).isEqualTo(expected.title());
            assertThat(event.revision().etag()).isEqualTo(expected.etag());
            assertThat(event.seriesId()).isEqualTo(expected.seriesId());
        });
    }

    @Test
    void what_is_held_after_full_walk_and_deltas_is_what_google_holds() throws InterruptedException {
        simulator.google().changeRules(rules -> rules.withLargestPage(20));
        anna.primary().createSeries(hour("2026-11-23T08:00:00Z"), Recurrence.daily(), EventDetails.titled("Stand-up"));
        simulator.google().mutate(anna, 40);

        var cursor = walk(new Origin.Everything(WINDOW));
        assertHeldIsTrue();

        for (int round = 0; round < 5; round++) {
            simulator.google().mutate(anna, 15);
            cursor = walk(new Origin.Since(cursor, WINDOW));
            assertHeldIsTrue();
        }
    }

    @Test
    void tokens_too_long_for_an_address_are_understood_too() throws InterruptedException {
        simulator.google().changeRules(rules -> rules.withTokenPadding(3000).withLargestPage(2));
        for (int day = 1; day < 8; day++) {
            anna.primary().create("Day " + day, hour("2026-12-0" + day + "T08:00:00Z"));
        }

        var cursor = walk(new Origin.Everything(WINDOW));
        walk(new Origin.Since(cursor, WINDOW));

        assertHeldIsTrue();
    }

    @Test
    void a_forgotten_or_damaged_cursor_is_a_lost_one() throws InterruptedException {
        var cursor = walk(new Origin.Everything(WINDOW));
        simulator.google().changeRules(rules -> rules.withDamagedTokenStatus(400));
        var damaged = google.calendar.fetch(token(), ANNA, new PageRequest(new Origin.Since("damaged", WINDOW), null));
        anna.forgetCursors();
        var forgotten = google.calendar.fetch(token(), ANNA, new PageRequest(new Origin.Since(cursor, WINDOW), null));

        assertThat(refusal(damaged)).isEqualTo(new Refusal.CursorLost());
        assertThat(refusal(forgotten)).isEqualTo(new Refusal.CursorLost());
    }

    @Test
    void an_expired_token_an_unknown_calendar_and_a_missing_scope_are_told_apart() throws InterruptedException {
        var stale = token();
        anna.expireAccessTokens();
        var expired = google.calendar.fetch(stale, ANNA, GoogleUnderTest.everything());
        var unknown =
                google.calendar.fetch(token(), new CalendarId("nobody@example.com"), GoogleUnderTest.everything());
        anna.grantOnly(Set.of());
        var unscoped = google.calendar.fetch(token(), ANNA, GoogleUnderTest.everything());

        assertThat(refusal(expired)).isEqualTo(new Refusal.Unauthorized());
        assertThat(refusal(unknown)).isEqualTo(new Refusal.CalendarGone());
        assertThat(refusal(unscoped)).isInstanceOf(Refusal.ScopeMissing.class);
    }

    @Test
    void the_calendars_are_listed_as_the_user_sees_them() throws InterruptedException {
        anna.addCalendar("Team");
        anna.addCalendar("Hidden").hide(true);
        anna.addCalendar("Gone").remove();

        var answer = google.calendar.calendars(token(), ListRequest.EVERYTHING);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Got.class,
                        got -> assertThat(((CalendarList) got.value()).entries())
                                .extracting(CalendarList.Entry::name, CalendarList.Entry::primary)
                                .containsExactlyInAnyOrder(tuple(ANNA.value(), true), tuple("Team", false)));
    }

    @Test
    void a_grant_is_traded_ended_and_then_lost() throws InterruptedException {
        var refresh = new RefreshToken(anna.refreshToken());

        var before = google.tokens.refresh(refresh);
        var revoked = google.tokens.revoke(refresh);
        var after = google.tokens.refresh(refresh);

        assertThat(before)
                .isInstanceOfSatisfying(
                        Grant.Refreshed.class,
                        grant -> assertThat(grant.rotated()).isNull());
        assertThat(revoked).isTrue();
        assertThat(after).isEqualTo(new Grant.Revoked("Google answered invalid_grant"));
    }
}
