package io.kalends.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import com.google.api.services.calendar.Calendar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.simulator.google.GoogleRules;
import io.kalends.simulator.world.Attendee;
import io.kalends.simulator.world.EventDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventsListRulesTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_page_holds_250_items_unless_asked_otherwise() throws IOException {
        create(260);

        assertThat(stage.events().execute().getItems()).hasSize(250);
        assertThat(stage.events().setMaxResults(9).execute().getItems()).hasSize(9);
        assertThat(stage.events().setMaxResults(9999).execute().getItems()).hasSize(260);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void a_page_without_room_is_refused(int size) {
        assertThat(Stage.refusal(() -> stage.events().setMaxResults(size).execute())
                        .getReason())
                .isEqualTo("invalidParameter");
    }

    @Test
    void the_server_may_give_smaller_pages_than_asked_for() throws IOException {
        create(5);
        stage.simulator.google().changeRules(rules -> rules.withLargestPage(2));

        assertThat(stage.round(stage.events().setMaxResults(100)).pages()).hasSize(3);
    }

    @Test
    void the_sync_token_is_on_the_last_page_only_and_never_beside_a_page_token() throws IOException {
        create(7);

        var pages = stage.round(stage.events().setMaxResults(3)).pages();

        assertThat(pages).hasSize(3);
        assertThat(pages.subList(0, 2)).allSatisfy(page -> {
            assertThat(page.getNextPageToken()).isNotNull();
            assertThat(page.getNextSyncToken()).isNull();
        });
        assertThat(pages.getLast().getNextPageToken()).isNull();
        assertThat(pages.getLast().getNextSyncToken()).isNotNull();
    }

    @Test
    void a_full_listing_gives_every_event_once() throws IOException {
        create(23);

        assertThat(Stage.ids(stage.round(stage.events().setMaxResults(4)).items()))
                .hasSize(23)
                .doesNotHaveDuplicates();
    }

    @Test
    void changes_in_the_middle_of_paging_come_with_the_next_sync_token() throws IOException {
        create(6);
        var list = stage.events().setMaxResults(3);
        var first = list.execute();
        var seen = first.getItems().getFirst().getId();

        stage.calendar.rename(seen, "Changed while paging");
        var last = list.setPageToken(first.getNextPageToken()).execute();
        var delta = stage.events().setSyncToken(last.getNextSyncToken()).execute();

        assertThat(last.getItems()).hasSize(3);
        assertThat(Stage.ids(delta.getItems())).containsExactly(seen);
    }

    @Test
    void an_event_created_in_the_middle_of_paging_is_not_lost() throws IOException {
        create(6);
        var list = stage.events().setMaxResults(3);
        var first = list.execute();
        var created = stage.calendar.create("New", stage.hour(1));

        var last = stage.round(list.setPageToken(first.getNextPageToken()));
        var delta = stage.events().setSyncToken(last.syncToken()).execute();

        assertThat(Stage.ids(delta.getItems())).containsExactly(created);
    }

    @Test
    void a_page_token_wants_the_same_parameters_again() throws IOException {
        create(6);
        var token = stage.events().setMaxResults(3).execute().getNextPageToken();

        assertThat(Stage.refused(() -> stage.events()
                                .setMaxResults(2)
                                .setPageToken(token)
                                .execute())
                        .getStatusCode())
                .isEqualTo(400);
        assertThat(Stage.refusal(() -> stage.instances()
                                .setMaxResults(3)
                                .setPageToken(token)
                                .execute())
                        .getLocation())
                .isEqualTo("pageToken");
        assertThat(stage.events().setMaxResults(3).setPageToken(token).execute().getItems())
                .hasSize(3);
    }

    @Test
    void a_page_token_of_a_delta_wants_its_sync_token_again() throws IOException {
        var syncToken = stage.events().execute().getNextSyncToken();
        create(4);
        var page = stage.events().setMaxResults(3).setSyncToken(syncToken).execute();
        var next = page.getNextPageToken();

        assertThat(Stage.refused(() -> stage.events()
                                .setMaxResults(3)
                                .setPageToken(next)
                                .execute())
                        .getStatusCode())
                .isEqualTo(400);
        assertThat(stage.events()
                        .setMaxResults(3)
                        .setSyncToken(syncToken)
                        .setPageToken(next)
                        .execute()
                        .getItems())
                .hasSize(1);
    }

    @Test
    void a_page_token_nobody_gave_is_refused() {
        assertThat(Stage.refusal(() -> stage.events().setPageToken("nonsense").execute())
                        .getReason())
                .isEqualTo("invalid");
    }

    @Test
    void no_change_gives_no_items_and_a_token_that_works() throws IOException {
        create(3);
        var token = stage.events().execute().getNextSyncToken();

        var delta = stage.events().setSyncToken(token).execute();

        assertThat(delta.getItems()).isEmpty();
        assertThat(stage.events()
                        .setSyncToken(delta.getNextSyncToken())
                        .execute()
                        .getItems())
                .isEmpty();
    }

    @Test
    void an_old_token_that_has_not_expired_keeps_working() throws IOException {
        var old = stage.events().execute().getNextSyncToken();
        create(2);
        var newer = stage.events().setSyncToken(old).execute().getNextSyncToken();
        create(1);

        assertThat(stage.events().setSyncToken(old).execute().getItems()).hasSize(3);
        assertThat(stage.events().setSyncToken(newer).execute().getItems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "timeMin, 2026-01-01T00:00:00Z",
        "timeMax, 2027-01-01T00:00:00Z",
        "updatedMin, 2026-11-20T00:00:00Z",
        "orderBy, updated",
        "q, planning",
        "iCalUID, x@google.com",
        "privateExtendedProperty, a=b",
        "sharedExtendedProperty, a=b",
        "showDeleted, false"
    })
    void a_sync_token_forbids_other_restrictions(String parameter, String value) throws IOException {
        var token = stage.events().execute().getNextSyncToken();

        var refused = Stage.refused(() -> stage.events()
                .setSyncToken(token)
                .set(parameter, typed(parameter, value))
                .execute());

        assertThat(refused.getStatusCode()).isEqualTo(400);
        assertThat(refused.getDetails().getErrors().getFirst().getReason())
                .isEqualTo("syncTokenWithRequestRestrictions");
    }

    @Test
    void a_sync_token_goes_with_show_deleted_true() throws IOException {
        var token = stage.events().execute().getNextSyncToken();

        assertThat(stage.events()
                        .setSyncToken(token)
                        .setShowDeleted(true)
                        .execute()
                        .getItems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"singleEvents, true", "maxAttendees, 3", "timeZone, Asia/Tokyo", "showHiddenInvitations, true"})
    void a_sync_token_wants_the_parameters_of_the_first_sync(String parameter, String value) throws IOException {
        var token = stage.events().execute().getNextSyncToken();
        var other = stage.events();

        assertThat(Stage.refused(() -> other.setSyncToken(token)
                                .set(parameter, typed(parameter, value))
                                .execute())
                        .getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void time_min_bounds_the_end_and_time_max_the_start_both_exclusive() throws IOException {
        var from = stage.clock.instant();
        var to = from.plus(Duration.ofHours(10));
        stage.calendar.create("ends at the lower bound", stage.hour(-1));
        var inside = stage.calendar.create("begins at the lower bound", stage.hour(0));
        var last = stage.calendar.create("ends at the upper bound", stage.hour(9));
        stage.calendar.create("begins at the upper bound", stage.hour(10));

        var items = stage.events()
                .setTimeMin(Stage.time(from))
                .setTimeMax(Stage.time(to))
                .execute()
                .getItems();

        assertThat(Stage.ids(items)).containsExactlyInAnyOrder(inside, last);
    }

    @Test
    void all_day_events_are_bounded_by_midnight_where_the_calendar_is() throws IOException {
        var id = stage.calendar.create("Day off", Stage.day("2026-11-27"));

        assertThat(between("2026-11-26T20:00:00Z", "2026-11-26T23:00:00Z")).isEmpty();
        assertThat(between("2026-11-26T20:00:00Z", "2026-11-26T23:00:01Z")).containsExactly(id);
        assertThat(between("2026-11-27T22:59:59Z", "2026-11-28T12:00:00Z")).containsExactly(id);
        assertThat(between("2026-11-27T23:00:00Z", "2026-11-28T12:00:00Z")).isEmpty();
    }

    @Test
    void parts_of_a_second_in_bounds_are_ignored() throws Exception {
        stage.calendar.create("ends at the bound", stage.hour(-1));

        assertThat(raw("timeMin=2026-11-22T12:00:00.900Z&timeMax=2026-11-22T12:00:01Z"))
                .doesNotContain("ends at the bound");
        assertThat(raw("timeMin=2026-11-22T11:59:59.900Z")).contains("ends at the bound");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T12:00:00", "2026-11-22", "noon", "2026-11-22T12:00:00+01:00"})
    void bounds_need_an_offset_and_a_plus_sign_needs_encoding(String time) throws Exception {
        assertThat(raw("timeMin=" + time)).contains("\"badRequest\"", "\"timeMin\"");
    }

    @Test
    void an_encoded_offset_is_understood() throws Exception {
        assertThat(raw("timeMin=2026-11-22T12:00:00%2B01:00")).contains("calendar#events");
    }

    @Test
    void an_empty_time_range_is_refused_at_time_max() {
        var now = Stage.time(stage.clock.instant());

        var refusal = Stage.refusal(
                () -> stage.events().setTimeMin(now).setTimeMax(now).execute());

        assertThat(refusal.getReason()).isEqualTo("timeRangeEmpty");
        assertThat(refusal.getDomain()).isEqualTo("calendar");
        assertThat(refusal.getLocation()).isEqualTo("timeMax");
    }

    @Test
    void order_by_start_time_needs_single_events() throws IOException {
        var later = stage.calendar.create("later", stage.hour(5));
        var sooner = stage.calendar.create("sooner", stage.hour(1));

        assertThat(Stage.ids(stage.instances().setOrderBy("startTime").execute().getItems()))
                .containsExactly(sooner, later);
        assertThat(Stage.refusal(() -> stage.events().setOrderBy("startTime").execute())
                        .getLocation())
                .isEqualTo("orderBy");
        assertThat(Stage.refused(() -> stage.events().setOrderBy("title").execute())
                        .getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void order_by_updated_is_ascending() throws IOException {
        var first = stage.calendar.create("first", stage.hour(1));
        stage.clock.advance(Duration.ofMinutes(1));
        var second = stage.calendar.create("second", stage.hour(1));
        stage.clock.advance(Duration.ofMinutes(1));
        stage.calendar.rename(first, "third");

        assertThat(Stage.ids(stage.events().setOrderBy("updated").execute().getItems()))
                .containsExactly(second, first);
    }

    @Test
    void updated_min_tells_changes_and_always_what_was_deleted() throws IOException {
        stage.calendar.create("old", stage.hour(1));
        var doomed = stage.calendar.create("doomed", stage.hour(1));
        stage.clock.advance(Duration.ofMinutes(5));
        var since = Stage.time(stage.clock.instant());
        stage.calendar.delete(doomed);
        var fresh = stage.calendar.create("fresh", stage.hour(1));

        var items = stage.events().setUpdatedMin(since).execute().getItems();

        assertThat(Stage.ids(items)).containsExactlyInAnyOrder(doomed, fresh);
    }

    @Test
    void updated_min_too_long_ago_is_gone() {
        var old = Stage.time(stage.clock.instant().minus(Duration.ofDays(31)));

        var refused = Stage.refused(() -> stage.events().setUpdatedMin(old).execute());

        assertThat(refused.getStatusCode()).isEqualTo(410);
        assertThat(refused.getDetails().getErrors().getFirst().getReason()).isEqualTo("updatedMinTooLongAgo");
    }

    @Test
    void searches_find_by_text_and_by_icalendar_id() throws IOException {
        stage.calendar.create("Dentist", stage.hour(1));
        var planning = stage.calendar.create("Quarterly PLANNING", stage.hour(1));

        assertThat(Stage.ids(stage.events().setQ("planning").execute().getItems()))
                .containsExactly(planning);
        assertThat(Stage.ids(stage.events()
                        .setICalUID(planning + "@google.com")
                        .execute()
                        .getItems()))
                .containsExactly(planning);
    }

    @Test
    void event_types_narrow_full_listings_and_deltas() throws IOException {
        var away =
                stage.calendar.create(stage.hour(1), EventDetails.titled("Away").withType("outOfOffice"));
        stage.calendar.create("Meeting", stage.hour(1));
        var full = stage.events().setEventTypes(List.of("outOfOffice")).execute();

        stage.calendar.create("Another meeting", stage.hour(1));
        stage.calendar.rename(away, "Far away");
        var delta = stage.events()
                .setEventTypes(List.of("outOfOffice"))
                .setSyncToken(full.getNextSyncToken())
                .execute();

        assertThat(Stage.ids(full.getItems())).containsExactly(away);
        assertThat(Stage.ids(delta.getItems())).containsExactly(away);
    }

    @Test
    void max_attendees_shortens_the_list_and_says_so() throws IOException {
        var guests = List.of(Attendee.invited("a@example.net"), Attendee.invited("b@example.net"));
        stage.calendar.create(stage.hour(1), EventDetails.titled("Meeting").withAttendees(guests));

        var event = stage.events().setMaxAttendees(1).execute().getItems().getFirst();

        assertThat(event.getAttendees()).hasSize(1);
        assertThat(event.getAttendeesOmitted()).isTrue();
    }

    @Test
    void time_zone_changes_how_times_are_written_but_not_when_they_are() throws IOException {
        stage.calendar.create("Meeting", stage.hour(0));

        var page = stage.events().setTimeZone("Asia/Tokyo").execute();

        assertThat(page.getTimeZone()).isEqualTo("Asia/Tokyo");
        var start = page.getItems().getFirst().getStart();
        assertThat(start.getDateTime().getTimeZoneShift()).isEqualTo(540);
        assertThat(start.getDateTime().getValue()).isEqualTo(MovableClock.NOON.toEpochMilli());
        assertThat(start.getTimeZone()).isEqualTo("Europe/Berlin");
    }

    @Test
    void the_envelope_describes_the_calendar() throws IOException {
        var page = stage.events().execute();

        assertThat(page.getKind()).isEqualTo("calendar#events");
        assertThat(page.getSummary()).isEqualTo("anna@example.com");
        assertThat(page.getTimeZone()).isEqualTo("Europe/Berlin");
        assertThat(page.getAccessRole()).isEqualTo("owner");
        assertThat(page.getEtag()).startsWith("\"").endsWith("\"");
        assertThat(page.getDefaultReminders().getFirst().getMinutes()).isEqualTo(10);
    }

    @Test
    void a_primary_calendar_is_also_known_by_its_address() throws IOException {
        create(2);

        assertThat(stage.client.events().list("anna@example.com").execute().getItems())
                .hasSize(2);
    }

    @Test
    void deltas_reach_beyond_the_window_of_the_first_sync_unless_filtered() throws IOException {
        var inside = stage.calendar.create("inside", stage.hour(1));
        var moved = stage.calendar.create("moved", stage.hour(2));
        var token = window().execute().getNextSyncToken();
        var outside = stage.calendar.create("outside", stage.hour(24 * 300));
        stage.calendar.rename(inside, "still inside");
        stage.calendar.move(moved, stage.hour(24 * 300));

        var open = Stage.ids(stage.instances().setSyncToken(token).execute().getItems());
        stage.simulator.google().changeRules(rules -> rules.withDeltasFilteredToWindow(true));
        var filtered = Stage.ids(stage.instances().setSyncToken(token).execute().getItems());

        assertThat(open).containsExactlyInAnyOrder(inside, moved, outside);
        assertThat(filtered).containsExactlyInAnyOrder(inside, moved);
    }

    @Test
    void an_expired_or_forgotten_sync_token_wants_a_full_sync() throws IOException {
        stage.simulator.google().changeRules(rules -> rules.withSyncTokenLife(Duration.ofDays(7)));
        var token = stage.events().execute().getNextSyncToken();
        stage.clock.advance(Duration.ofDays(8));
        stage.anna.issueAccessToken();
        var client = GoogleClient.of(stage.simulator, stage.anna);

        var refused = Stage.refused(() -> client.events().setSyncToken(token).execute());

        assertThat(refused.getStatusCode()).isEqualTo(410);
        var error = refused.getDetails().getErrors().getFirst();
        assertThat(error.getReason()).isEqualTo("fullSyncRequired");
        assertThat(error.getLocation()).isEqualTo("syncToken");
        assertThat(client.events().execute().getNextSyncToken()).isNotNull();
    }

    @Test
    void a_damaged_sync_token_is_a_410_or_a_400_as_the_rules_say() throws IOException {
        var token = stage.events().execute().getNextSyncToken();
        var damaged = token.substring(0, token.length() - 6) + "AAAA==";

        var gone = Stage.refused(() -> stage.events().setSyncToken(damaged).execute());
        stage.simulator.google().changeRules(rules -> rules.withDamagedTokenStatus(400));
        var invalid = Stage.refused(() -> stage.events().setSyncToken(damaged).execute());

        assertThat(gone.getStatusCode()).isEqualTo(410);
        assertThat(invalid.getStatusCode()).isEqualTo(400);
        assertThat(invalid.getDetails().getMessage()).isEqualTo("Invalid sync token value.");
        assertThat(invalid.getDetails().getErrors().getFirst().getReason()).isEqualTo("invalid");
    }

    @Test
    void a_sync_token_is_good_for_its_own_calendar_only() throws IOException {
        var other = stage.anna.addCalendar("Other").id();
        var token = stage.events().execute().getNextSyncToken();

        assertThat(Stage.refused(() -> stage.client
                                .events()
                                .list(other)
                                .setSyncToken(token)
                                .execute())
                        .getStatusCode())
                .isEqualTo(410);
    }

    @Test
    void a_calendar_s_cursors_are_forgotten_alone() throws IOException {
        var other = stage.anna.addCalendar("Other");
        var kept = stage.client.events().list(other.id()).execute().getNextSyncToken();
        var lost = stage.events().execute().getNextSyncToken();

        stage.calendar.forgetCursors();

        assertThat(Stage.refused(() -> stage.events().setSyncToken(lost).execute())
                        .getStatusCode())
                .isEqualTo(410);
        assertThat(stage.client
                        .events()
                        .list(other.id())
                        .setSyncToken(kept)
                        .execute()
                        .getItems())
                .isEmpty();
    }

    @Test
    void fields_narrow_the_answer() throws Exception {
        create(1);

        var page = stage.events()
                .setFields("items(id,start/dateTime),nextSyncToken")
                .execute();

        assertThat(page.keySet()).isEqualTo(Set.of("items", "nextSyncToken"));
        assertThat(page.getItems().getFirst().keySet()).isEqualTo(Set.of("id", "start"));
        assertThat(page.getItems().getFirst().getStart().keySet()).isEqualTo(Set.of("dateTime"));
        assertThat(raw("fields=items(")).contains("invalidParameter");
    }

    @Test
    void rules_that_make_no_sense_are_refused() {
        var rules = GoogleRules.defaults();

        assertThatIllegalArgumentException().isThrownBy(() -> rules.withLargestPage(0));
        assertThatIllegalArgumentException().isThrownBy(() -> rules.withDamagedTokenStatus(404));
    }

    private void create(int count) {
        for (var number = 0; number < count; number++) {
            stage.calendar.create("Event " + number, stage.hour(number));
        }
    }

    private Calendar.Events.List window() throws IOException {
        var now = stage.clock.instant();
        return stage.instances()
                .setTimeMin(Stage.time(now.minus(Duration.ofDays(1))))
                .setTimeMax(Stage.time(now.plus(Duration.ofDays(30))));
    }

    private List<String> between(String from, String to) throws IOException {
        return Stage.ids(stage.events()
                .setTimeMin(Stage.time(Instant.parse(from)))
                .setTimeMax(Stage.time(Instant.parse(to)))
                .execute()
                .getItems());
    }

    private String raw(String query) throws Exception {
        var bearer = "Bearer " + stage.anna.issueAccessToken();
        return stage.wire
                .get("calendar/v3/calendars/primary/events?" + query, "Authorization", bearer)
                .body();
    }

    private static Object typed(String parameter, String value) {
        return switch (parameter) {
            case "singleEvents", "showHiddenInvitations", "showDeleted" -> Boolean.valueOf(value);
            case "maxAttendees" -> Integer.valueOf(value);
            case "timeMin", "timeMax", "updatedMin" -> Stage.time(Instant.parse(value));
            case "privateExtendedProperty", "sharedExtendedProperty" -> List.of(value);
            default -> value;
        };
    }
}
