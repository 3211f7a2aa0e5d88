package io.kalends.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

import com.google.api.services.calendar.model.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.kalends.simulator.world.Attendee;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;
import io.kalends.simulator.world.Span;

import static org.assertj.core.api.Assertions.assertThat;

class EventEntriesRulesTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_timed_event_has_an_offset_and_a_zone() throws IOException {
        stage.calendar.create("Meeting", stage.hour(0));

        var event = only();

        assertThat(event.getKind()).isEqualTo("calendar#event");
        assertThat(event.getStatus()).isEqualTo("confirmed");
        assertThat(event.getEventType()).isEqualTo("default");
        assertThat(event.getStart().getDateTime()).hasToString("2026-11-22T13:00:00.000+01:00");
        assertThat(event.getStart().getTimeZone()).isEqualTo("Europe/Berlin");
        assertThat(event.getStart().getDate()).isNull();
        assertThat(event.getEnd().getDateTime()).hasToString("2026-11-22T14:00:00.000+01:00");
    }

    @Test
    void an_all_day_event_has_dates_and_an_exclusive_end() throws IOException {
        stage.calendar.create("Day off", Stage.day("2026-11-24"));

        var event = only();

        assertThat(event.getStart().getDate()).hasToString("2026-11-24");
        assertThat(event.getEnd().getDate()).hasToString("2026-11-25");
        assertThat(event.getStart().getDateTime()).isNull();
        assertThat(event.getStart().getTimeZone()).isNull();
    }

    @Test
    void details_are_written_as_published_and_defaults_are_left_out() throws IOException {
        var guests = List.of(
                new Attendee("ben@example.org", "Ben", "accepted", true, false),
                new Attendee("anna@example.com", null, "declined", false, false),
                new Attendee("cara@example.net", null, "needsAction", false, true));
        stage.calendar.create(
                stage.hour(1),
                EventDetails.titled("Review")
                        .withDescription("Numbers")
                        .withLocation("Room 4")
                        .withOrganizer("ben@example.org")
                        .withAttendees(guests)
                        .withTentative(true)
                        .withTransparent(true)
                        .withVisibility("private")
                        .withMeetingLink("https://meet.google.com/abc-defg-hij"));
        var rich = only();
        stage.calendar.delete(rich.getId());
        stage.calendar.create("Plain", stage.hour(1));
        var plain = only();

        assertThat(rich.getStatus()).isEqualTo("tentative");
        assertThat(rich.getOrganizer().getEmail()).isEqualTo("ben@example.org");
        assertThat(rich.getAttendees())
                .extracting(guest -> guest.getEmail() + " " + guest.getResponseStatus() + " " + guest.getSelf())
                .containsExactly(
                        "ben@example.org accepted null",
                        "anna@example.com declined true",
                        "cara@example.net needsAction null");
        assertThat(rich.getTransparency()).isEqualTo("transparent");
        assertThat(rich.getVisibility()).isEqualTo("private");
        assertThat(rich.getHangoutLink()).isEqualTo("https://meet.google.com/abc-defg-hij");
        assertThat(rich.getConferenceData().getEntryPoints().getFirst().getEntryPointType())
                .isEqualTo("video");
        assertThat(plain.keySet())
                .isEqualTo(Set.of(
                        "kind",
                        "etag",
                        "id",
                        "status",
                        "htmlLink",
                        "created",
                        "updated",
                        "summary",
                        "creator",
                        "organizer",
                        "start",
                        "end",
                        "iCalUID",
                        "sequence",
                        "reminders",
                        "eventType"));
        assertThat(plain.getOrganizer().getSelf()).isTrue();
        assertThat(plain.getTransparency()).isNull();
        assertThat(plain.getVisibility()).isNull();
        assertThat(plain.getAttendees()).isNull();
        assertThat(plain.getDescription()).isNull();
    }

    @Test
    void the_etag_changes_with_every_visible_change_and_only_then() throws IOException {
        var changed = stage.calendar.create("Meeting", stage.hour(1));
        var other = stage.calendar.create("Other", stage.hour(1));
        var before = get(changed).getEtag();
        var unchanged = get(other).getEtag();

        stage.calendar.update(changed, details -> details.withLocation("Room 1"));
        var afterEdit = get(changed).getEtag();
        stage.calendar.move(changed, stage.hour(3));
        var afterMove = get(changed).getEtag();

        assertThat(Set.of(before, afterEdit, afterMove)).hasSize(3);
        assertThat(get(other).getEtag()).isEqualTo(unchanged);
        assertThat(before).startsWith("\"").endsWith("\"");
    }

    @Test
    void an_unchanged_event_is_304_for_who_knows_its_etag() throws Exception {
        var id = stage.calendar.create("Meeting", stage.hour(1));
        var etag = get(id).getEtag();
        var bearer = "Bearer " + stage.anna.issueAccessToken();
        var address = "calendar/v3/calendars/primary/events/" + id;

        var same = stage.wire.get(address, "Authorization", bearer, "If-None-Match", etag);
        stage.calendar.rename(id, "Other");
        var changed = stage.wire.get(address, "Authorization", bearer, "If-None-Match", etag);

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("etag")).isPresent().get().isNotEqualTo(etag);
    }

    @Test
    void a_deleted_event_is_a_stub_in_deltas_with_guaranteed_fields_only() throws IOException {
        var id = stage.calendar.create("Meeting", stage.hour(1));
        var token = stage.events().execute().getNextSyncToken();

        stage.calendar.delete(id);
        var stub = delta(token).getFirst();

        assertThat(stub.getStatus()).isEqualTo("cancelled");
        assertThat(stub.keySet()).isEqualTo(Set.of("kind", "etag", "id", "status"));
    }

    @Test
    void a_deleted_event_is_listed_in_full_only_when_asked_for_but_always_found_by_id() throws IOException {
        var id = stage.calendar.create("Meeting", stage.hour(1));
        stage.calendar.delete(id);

        assertThat(stage.events().execute().getItems()).isEmpty();
        assertThat(Stage.ids(stage.events().setShowDeleted(true).execute().getItems()))
                .containsExactly(id);
        assertThat(get(id).getStatus()).isEqualTo("cancelled");
        assertThat(get(id).getSummary()).isEqualTo("Meeting");
    }

    @Test
    void a_series_is_one_master_or_all_its_instances() throws IOException {
        var id = stage.calendar.createSeries(
                stage.hour(0), Recurrence.daily().times(3), EventDetails.titled("Stand-up"));

        var master = only();
        var instances = stage.instances().execute().getItems();

        assertThat(master.getId()).isEqualTo(id);
        assertThat(master.getRecurrence()).containsExactly("RRULE:FREQ=DAILY;COUNT=3");
        assertThat(instances).hasSize(3).allSatisfy(instance -> {
            assertThat(instance.getRecurringEventId()).isEqualTo(id);
            assertThat(instance.getRecurrence()).isNull();
            assertThat(instance.getICalUID()).isEqualTo(master.getICalUID());
            assertThat(instance.getOriginalStartTime()).isEqualTo(instance.getStart());
        });
        assertThat(Stage.ids(instances))
                .containsExactlyInAnyOrder(
                        id + "_20261122T120000Z", id + "_20261123T120000Z", id + "_20261124T120000Z");
    }

    @Test
    void instances_of_an_all_day_series_are_named_by_date() throws IOException {
        var id = stage.calendar.createSeries(
                Stage.day("2026-11-24"), Recurrence.daily().times(2), EventDetails.titled("Fair"));

        var instances = stage.instances().execute().getItems();

        assertThat(Stage.ids(instances)).containsExactlyInAnyOrder(id + "_20261124", id + "_20261125");
        assertThat(instances.getFirst().getOriginalStartTime().getDate()).isNotNull();
    }

    @Test
    void instances_can_be_asked_for_by_series_and_one_by_one() throws IOException {
        var first = stage.hour(0);
        var id = stage.calendar.createSeries(first, Recurrence.daily().times(4), EventDetails.titled("Stand-up"));
        stage.calendar.cancelInstance(id, first.movedBy(Duration.ofDays(1)));

        var page =
                stage.client.events().instances("primary", id).setMaxResults(2).execute();
        var rest = stage.client
                .events()
                .instances("primary", id)
                .setMaxResults(2)
                .setPageToken(page.getNextPageToken())
                .execute();

        assertThat(page.getItems()).hasSize(2);
        assertThat(rest.getItems()).hasSize(1);
        assertThat(rest.getNextPageToken()).isNull();
        assertThat(rest.getNextSyncToken()).isNull();
        assertThat(get(id + "_20261124T120000Z").getRecurringEventId()).isEqualTo(id);
        assertThat(Stage.refused(() -> get(id + "_20270101T120000Z")).getStatusCode())
                .isEqualTo(404);
    }

    @Test
    void a_moved_instance_keeps_its_id_and_original_start() throws IOException {
        var first = stage.hour(0);
        var id = stage.calendar.createSeries(first, Recurrence.daily().times(3), EventDetails.titled("Stand-up"));
        var token = stage.instances().execute().getNextSyncToken();
        var second = first.movedBy(Duration.ofDays(1));

        stage.calendar.moveInstance(id, second, second.movedBy(Duration.ofHours(5)));
        stage.calendar.updateInstance(id, second, details -> details.withTitle("Stand-up (late)"));
        var delta = stage.instances().setSyncToken(token).execute().getItems();

        assertThat(delta).hasSize(1);
        var moved = delta.getFirst();
        assertThat(moved.getId()).isEqualTo(id + "_20261123T120000Z");
        assertThat(moved.getSummary()).isEqualTo("Stand-up (late)");
        assertThat(moved.getOriginalStartTime().getDateTime()).hasToString("2026-11-23T13:00:00.000+01:00");
        assertThat(moved.getStart().getDateTime()).hasToString("2026-11-23T18:00:00.000+01:00");
    }

    @Test
    void without_single_events_exceptions_stand_beside_their_master() throws IOException {
        var first = stage.hour(0);
        var id = stage.calendar.createSeries(first, Recurrence.daily().times(5), EventDetails.titled("Stand-up"));
        var token = stage.events().execute().getNextSyncToken();

        stage.calendar.updateInstance(id, first, details -> details.withTitle("Kick-off"));
        stage.calendar.cancelInstance(id, first.movedBy(Duration.ofDays(1)));
        var delta = delta(token);
        var full = stage.events().execute().getItems();

        assertThat(Stage.ids(delta)).containsExactlyInAnyOrder(id + "_20261122T120000Z", id + "_20261123T120000Z");
        assertThat(Stage.ids(full)).containsExactlyInAnyOrder(id, id + "_20261122T120000Z", id + "_20261123T120000Z");
        assertThat(full)
                .filteredOn(event -> event.getStatus().equals("cancelled"))
                .singleElement()
                .satisfies(stub -> assertThat(stub.keySet())
                        .isEqualTo(Set.of("kind", "etag", "id", "status", "recurringEventId", "originalStartTime")));
    }

    @Test
    void a_cancelled_instance_is_a_stub_in_deltas_and_missing_in_full() throws IOException {
        var first = stage.hour(0);
        var id = stage.calendar.createSeries(first, Recurrence.daily().times(3), EventDetails.titled("Stand-up"));
        var token = stage.instances().execute().getNextSyncToken();

        stage.calendar.cancelInstance(id, first);
        var stub = stage.instances().setSyncToken(token).execute().getItems();

        assertThat(stub).singleElement().satisfies(event -> {
            assertThat(event.getStatus()).isEqualTo("cancelled");
            assertThat(event.getRecurringEventId()).isEqualTo(id);
            assertThat(event.getOriginalStartTime().getDateTime()).isNotNull();
            assertThat(event.getStart()).isNull();
        });
        assertThat(stage.instances().execute().getItems()).hasSize(2);
        assertThat(stage.instances().setShowDeleted(true).execute().getItems()).hasSize(3);
    }

    @Test
    void a_renamed_series_tells_all_its_instances_and_no_master() throws IOException {
        var id = stage.calendar.createSeries(
                stage.hour(0), Recurrence.daily().times(3), EventDetails.titled("Stand-up"));
        var token = stage.instances().execute().getNextSyncToken();

        stage.calendar.rename(id, "Sit-down");
        var delta = stage.instances().setSyncToken(token).execute().getItems();

        assertThat(delta).hasSize(3).extracting(Event::getSummary).containsOnly("Sit-down");
        assertThat(Stage.ids(delta)).doesNotContain(id);
    }

    @Test
    void a_shortened_series_tells_the_instances_that_are_gone() throws IOException {
        var id = stage.calendar.createSeries(
                stage.hour(0), Recurrence.daily().times(4), EventDetails.titled("Stand-up"));
        var token = stage.instances().execute().getNextSyncToken();

        stage.calendar.repeat(id, Recurrence.daily().times(2));
        var delta = stage.instances().setSyncToken(token).execute().getItems();

        assertThat(delta)
                .filteredOn(event -> event.getStatus().equals("cancelled"))
                .extracting(Event::getId)
                .containsExactlyInAnyOrder(id + "_20261124T120000Z", id + "_20261125T120000Z");
        assertThat(delta)
                .filteredOn(event -> event.getStatus().equals("confirmed"))
                .hasSize(2);
    }

    @Test
    void a_moved_series_has_other_instances() throws IOException {
        var id = stage.calendar.createSeries(
                stage.hour(0), Recurrence.daily().times(2), EventDetails.titled("Stand-up"));
        var token = stage.instances().execute().getNextSyncToken();

        stage.calendar.reschedule(id, stage.hour(2), Recurrence.daily().times(2));
        var delta = stage.instances().setSyncToken(token).execute().getItems();

        assertThat(delta)
                .extracting(event -> event.getId().substring(id.length()) + " " + event.getStatus())
                .containsExactlyInAnyOrder(
                        "_20261122T120000Z cancelled",
                        "_20261123T120000Z cancelled",
                        "_20261122T140000Z confirmed",
                        "_20261123T140000Z confirmed");
    }

    @Test
    void a_deleted_series_is_one_stub_or_one_for_each_instance() throws IOException {
        var id = stage.calendar.createSeries(
                stage.hour(0), Recurrence.daily().times(3), EventDetails.titled("Stand-up"));
        var masters = stage.events().execute().getNextSyncToken();
        var instances = stage.instances().execute().getNextSyncToken();

        stage.calendar.delete(id);

        assertThat(delta(masters)).singleElement().satisfies(stub -> {
            assertThat(stub.getId()).isEqualTo(id);
            assertThat(stub.getRecurringEventId()).isNull();
        });
        assertThat(stage.instances().setSyncToken(instances).execute().getItems())
                .hasSize(3)
                .allSatisfy(stub -> {
                    assertThat(stub.getStatus()).isEqualTo("cancelled");
                    assertThat(stub.getRecurringEventId()).isEqualTo(id);
                });
        assertThat(stage.instances().setShowDeleted(true).execute().getItems())
                .hasSize(3)
                .extracting(Event::getId)
                .doesNotContain(id);
    }

    @Test
    void nine_o_clock_stays_nine_o_clock_over_daylight_saving() throws IOException {
        var saturday = LocalDate.parse("2027-03-27").atTime(9, 0).atZone(Stage.BERLIN);
        stage.calendar.createSeries(
                Span.timed(saturday.toInstant(), Duration.ofHours(1), Stage.BERLIN),
                Recurrence.daily().times(2),
                EventDetails.titled("Breakfast"));

        var instances = stage.instances().setOrderBy("startTime").execute().getItems();

        assertThat(instances)
                .extracting(event -> event.getStart().getDateTime().toString())
                .containsExactly("2027-03-27T09:00:00.000+01:00", "2027-03-28T09:00:00.000+02:00");
        assertThat(instances.getLast().getId()).endsWith("_20270328T070000Z");
    }

    @Test
    void an_endless_series_is_followed_as_far_as_the_settings_reach() throws IOException {
        stage.calendar.createSeries(stage.hour(0), Recurrence.weekly(), EventDetails.titled("Weekly"));

        assertThat(stage.round(stage.instances()).items()).hasSize(800 / 7 + 1);
        assertThat(stage.instances()
                        .setTimeMin(Stage.time(stage.clock.instant()))
                        .setTimeMax(Stage.time(stage.clock.instant().plus(Duration.ofDays(15))))
                        .execute()
                        .getItems())
                .hasSize(3);
    }

    @Test
    void a_series_belongs_to_a_window_if_one_of_its_instances_does() throws IOException {
        var id = stage.calendar.createSeries(stage.hour(-24 * 40), Recurrence.weekly(), EventDetails.titled("Weekly"));
        stage.calendar.createSeries(
                stage.hour(-24 * 40), Recurrence.weekly().times(2), EventDetails.titled("Long over"));

        var masters = stage.events()
                .setTimeMin(Stage.time(stage.clock.instant()))
                .execute()
                .getItems();

        assertThat(Stage.ids(masters)).containsExactly(id);
    }

    @Test
    void a_free_busy_reader_sees_when_but_not_what() throws IOException {
        stage.calendar.create("Secret", stage.hour(1));
        stage.calendar.changeRole("freeBusyReader");

        var event = only();

        assertThat(event.getSummary()).isNull();
        assertThat(event.getStart()).isNotNull();
        assertThat(stage.events().execute().getAccessRole()).isEqualTo("freeBusyReader");
    }

    @Test
    void odd_titles_arrive_as_they_were_typed() throws IOException {
        var title = "🦄 פגישה \u202Eevil\u202C \u0001\t\n\"<b>' e\u0301";
        stage.calendar.create(title, stage.hour(1));

        assertThat(only().getSummary()).isEqualTo(title);
    }

    @Test
    void a_move_raises_the_sequence_and_a_rename_does_not() throws IOException {
        var id = stage.calendar.create("Meeting", stage.hour(1));
        stage.calendar.rename(id, "Other");
        var renamed = get(id).getSequence();
        stage.calendar.move(id, stage.hour(2));

        assertThat(renamed).isZero();
        assertThat(get(id).getSequence()).isEqualTo(1);
    }

    private Event only() throws IOException {
        var items = stage.events().execute().getItems();
        assertThat(items).hasSize(1);
        return items.getFirst();
    }

    private Event get(String id) throws IOException {
        return stage.client.events().get("primary", id).execute();
    }

    private List<Event> delta(String token) throws IOException {
        return stage.events().setSyncToken(token).execute().getItems();
    }
}
