package io.kalends.worker.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.CalendarEvent.Attendee;
import io.kalends.core.calendar.CalendarEvent.OnlineMeeting;
import io.kalends.core.calendar.CalendarEvent.Person;
import io.kalends.core.calendar.CalendarEvent.Response;
import io.kalends.core.calendar.CalendarEvent.Revision;
import io.kalends.core.calendar.CalendarEvent.Status;
import io.kalends.core.calendar.CalendarEvent.Visibility;
import io.kalends.core.calendar.Span;

import static org.assertj.core.api.Assertions.assertThat;

class SharingTest {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Person ADA = new Person("planted@example.org", "planted name", true);

    @ParameterizedTest
    @EnumSource
    void by_default_an_event_leaves_as_it_is(Visibility visibility) {
        var event = event(visibility, false);

        assertThat(Sharing.EVERYTHING.of(event)).isSameAs(event);
    }

    @Test
    void of_times_everything_that_says_when_stays_and_everything_that_says_what_goes() {
        var event = event(Visibility.PUBLIC, false);

        var told = Objects.requireNonNull(new Sharing(Share.TIMES, false).of(event));

        assertThat(told.toString()).doesNotContain("planted");
        assertThat(told)
                .isEqualTo(new CalendarEvent(
                        null,
                        event.span(),
                        "Europe/Vienna",
                        Status.TENTATIVE,
                        null,
                        null,
                        List.of(),
                        true,
                        "series",
                        NOON.minusSeconds(60),
                        null,
                        Visibility.PUBLIC,
                        false,
                        null,
                        new Revision(null, null)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_ids_nothing_of_the_event_is_left(boolean privateAsBusy) {
        assertThat(new Sharing(Share.IDS, privateAsBusy).of(event(Visibility.PRIVATE, true)))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"PRIVATE", "CONFIDENTIAL"})
    void a_private_event_leaves_as_busy_time_where_the_tenant_wants_it(Visibility visibility) {
        var event = event(visibility, false);

        var told = Objects.requireNonNull(new Sharing(Share.FULL, true).of(event));

        assertThat(told.toString()).doesNotContain("planted");
        assertThat(told.busy()).isTrue();
        assertThat(told.visibility()).isEqualTo(visibility);
        assertThat(told).isEqualTo(new Sharing(Share.TIMES, true).of(event));
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFAULT", "PUBLIC"})
    void what_is_not_private_is_not_hidden(Visibility visibility) {
        var event = event(visibility, false);

        assertThat(new Sharing(Share.FULL, true).of(event)).isSameAs(event);
        assertThat(new Sharing(Share.TIMES, true).of(event)).isEqualTo(new Sharing(Share.TIMES, false).of(event));
    }

    @Test
    void without_that_wish_a_private_event_that_blocks_no_time_still_blocks_none() {
        var told = Objects.requireNonNull(new Sharing(Share.TIMES, false).of(event(Visibility.PRIVATE, false)));

        assertThat(told.busy()).isFalse();
    }

    private static CalendarEvent event(Visibility visibility, boolean busy) {
        return new CalendarEvent(
                "planted title",
                new Span.Timed(NOON, NOON.plusSeconds(3600)),
                "Europe/Vienna",
                Status.TENTATIVE,
                "planted place",
                ADA,
                List.of(new Attendee(ADA, Response.ACCEPTED, false, false, true)),
                false,
                "series",
                NOON.minusSeconds(60),
                new OnlineMeeting("https://meet.example.org/planted", "planted", "planted"),
                visibility,
                busy,
                "https://calendar.example.org/planted",
                new Revision(NOON, "planted etag"));
    }
}
