package io.kalends.worker.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.calendar.CalendarEvent;
import io.kalends.core.calendar.CalendarEvent.Attendee;
import io.kalends.core.calendar.CalendarEvent.Response;
import io.kalends.core.calendar.CalendarEvent.Status;
import io.kalends.core.calendar.CalendarEvent.Visibility;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Span;

import static io.kalends.simulator.world.Attendee.invited;
import static io.kalends.worker.provider.Told.upserted;
import static org.assertj.core.api.Assertions.assertThat;

/// What events say.
@EveryProvider
final class ContentsTest {

    private static final Span TOMORROW =
            Span.timed(Instant.parse("2026-11-23T09:00:00Z"), Duration.ofHours(1), Stage.BERLIN);
    private static final String LINK = "https://meet.example.com/abc-defg-hij";

    private final ConnectedUser anna;

    ContentsTest(Stage stage) {
        anna = stage.opens();
    }

    private CalendarEvent synced(EventDetails details) {
        var id = anna.main().create(TOMORROW, details);
        anna.syncs();
        return anna.held(id);
    }

    /// Syncs a plain event, changes it, and expects the change to be told once.
    private CalendarEvent changed(UnaryOperator<EventDetails> change) {
        var id = anna.main().create(TOMORROW, EventDetails.titled("Planning").withAttendees(guests("needsAction")));
        anna.syncs();
        anna.told();

        anna.main().update(id, change);
        anna.syncs();

        assertThat(anna.told()).isEqualTo(upserted(id));
        return anna.held(id);
    }

    private static List<io.kalends.simulator.world.Attendee> guests(String answer) {
        return List.of(
                invited("ben.ito@example.org").answering(answer),
                invited("carla.ruiz@example.net").answering("accepted"));
    }

    @Test
    void everything_an_event_says_is_held() {
        var event = synced(EventDetails.titled("Planning")
                .withLocation("Room 4.12, Invalidenstraße 7, Berlin")
                .withOrganizer("ben.ito@example.org")
                .withAttendees(guests("accepted"))
                .withMeetingLink(LINK));

        assertThat(event.title()).isEqualTo("Planning");
        assertThat(Objects.requireNonNull(event.onlineMeeting()).joinUrl()).isEqualTo(LINK);
        assertThat(event.attendees())
                .extracting(Attendee::response)
                .containsExactly(Response.ACCEPTED, Response.ACCEPTED);
        assertThat(event.webLink()).startsWith("https://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Zahnarzt – Dr. Müller",
                "🎂 Geburtstag 👨‍👩‍👧‍👦",
                "اجتماع ‏(مهم)‏",
                "会議 / 打ち合わせ",
                "<script>alert('x')</script> & \"quotes\"",
                "\u202Eevil override\u202C",
                "tab\tand\u0001control",
                "${jndi:ldap://example.org}"
            })
    void a_title_is_held_as_it_was_written(String title) {
        assertThat(Objects.requireNonNullElse(synced(EventDetails.titled(title)).title(), ""))
                .isEqualTo(title);
    }

    @Test
    void an_answer_is_told_when_a_guest_gives_it() {
        var event = changed(details -> details.withAttendees(guests("declined")));

        assertThat(event.attendees())
                .extracting(Attendee::response)
                .containsExactly(Response.DECLINED, Response.ACCEPTED);
    }

    @Test
    void every_answer_has_its_word() {
        var answers = List.of("needsAction", "declined", "tentative", "accepted");

        var event = synced(EventDetails.titled("Planning")
                .withAttendees(answers.stream()
                        .map(answer -> invited(answer + "@example.org").answering(answer))
                        .toList()));

        assertThat(event.attendees())
                .extracting(Attendee::response)
                .containsExactly(Response.NEEDS_ACTION, Response.DECLINED, Response.TENTATIVE, Response.ACCEPTED);
    }

    @Test
    void a_guest_more_or_less_is_told() {
        var event = changed(details -> details.withAttendees(List.of(invited("carla.ruiz@example.net"))));

        assertThat(event.attendees()).hasSize(1);
    }

    @Test
    void a_private_event_is_private() {
        assertThat(changed(details -> details.withVisibility("private")).visibility())
                .isEqualTo(Visibility.PRIVATE);
        assertThat(synced(EventDetails.titled("Audit").withVisibility("confidential"))
                        .visibility())
                .isEqualTo(Visibility.CONFIDENTIAL);
    }

    @Test
    void a_tentative_event_is_tentative() {
        assertThat(changed(details -> details.withTentative(true)).status()).isEqualTo(Status.TENTATIVE);
    }

    @Test
    void an_event_that_blocks_no_time_is_not_busy() {
        assertThat(changed(details -> details.withTransparent(true)).busy()).isFalse();
        assertThat(synced(EventDetails.titled("Planning")).busy()).isTrue();
    }

    @Test
    void a_meeting_goes_online_and_back() {
        assertThat(changed(details -> details.withMeetingLink(LINK)).onlineMeeting())
                .isNotNull();
        assertThat(synced(EventDetails.titled("Planning")).onlineMeeting()).isNull();
    }

    @Test
    void a_meeting_its_organizer_calls_off_is_told_once() {
        var id = anna.main().create(TOMORROW, EventDetails.titled("Vendor call").withOrganizer("sales@example.org"));
        anna.syncs();
        anna.told();

        anna.main().cancelMeeting(id);
        anna.syncs();

        assertThat(anna.told()).extracting(Told::eventId).containsExactly(id);
        if (anna.truth().containsKey(id)) {
            assertThat(anna.held(id).status()).isEqualTo(Status.CANCELLED);
        }
    }

    @Test
    void a_crowd_is_held_to_the_last_guest() {
        var crowd = java.util.stream.IntStream.range(0, 300)
                .mapToObj(n -> invited("guest" + n + "@example.org"))
                .toList();

        var event = synced(EventDetails.titled("All hands").withAttendees(crowd));

        assertThat(event.attendees()).hasSize(300);
        assertThat(event.attendeesOmitted()).isFalse();
    }
}
