package io.kalends.simulator;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import com.google.api.services.calendar.Calendar;
import com.google.api.services.calendar.model.CalendarListEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CalendarListRulesTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void the_list_begins_with_the_primary_calendar_alone() throws IOException {
        var list = list().execute();

        assertThat(list.getKind()).isEqualTo("calendar#calendarList");
        assertThat(list.getItems()).singleElement().satisfies(entry -> {
            assertThat(entry.getKind()).isEqualTo("calendar#calendarListEntry");
            assertThat(entry.getId()).isEqualTo("anna@example.com");
            assertThat(entry.getPrimary()).isTrue();
            assertThat(entry.getAccessRole()).isEqualTo("owner");
            assertThat(entry.getTimeZone()).isEqualTo("Europe/Berlin");
        });
    }

    @Test
    void a_page_holds_a_hundred_calendars_and_at_most_two_hundred_and_fifty() throws IOException {
        for (var number = 1; number < 260; number++) {
            stage.anna.addCalendar("Calendar " + number);
        }

        assertThat(list().execute().getItems()).hasSize(100);
        var most = list().setMaxResults(1000).execute();
        assertThat(most.getItems()).hasSize(250);
        assertThat(most.getNextSyncToken()).isNull();
        var rest =
                list().setMaxResults(1000).setPageToken(most.getNextPageToken()).execute();
        assertThat(rest.getItems()).hasSize(10);
        assertThat(rest.getNextSyncToken()).isNotNull();
    }

    @Test
    void the_list_has_its_own_sync_token() throws IOException {
        var ofEvents = stage.events().execute().getNextSyncToken();
        var ofList = list().execute().getNextSyncToken();

        assertThat(Stage.refused(() -> list().setSyncToken(ofEvents).execute()).getStatusCode())
                .isEqualTo(410);
        assertThat(list().setSyncToken(ofList).execute().getItems()).isEmpty();
    }

    @Test
    void a_delta_tells_new_changed_hidden_and_deleted_calendars() throws IOException {
        var renamed = stage.anna.addCalendar("To be renamed");
        var hidden = stage.anna.addCalendar("To be hidden");
        var removed = stage.anna.addCalendar("To be removed");
        var token = list().execute().getNextSyncToken();

        renamed.describe("Renamed");
        hidden.hide(true);
        removed.remove();
        var added = stage.anna.addCalendar("Added");
        var delta = list().setSyncToken(token).execute().getItems();

        assertThat(ids(delta)).containsExactlyInAnyOrder(renamed.id(), hidden.id(), removed.id(), added.id());
        assertThat(entry(delta, renamed.id()).getSummary()).isEqualTo("Renamed");
        assertThat(entry(delta, hidden.id()).getHidden()).isTrue();
        assertThat(entry(delta, removed.id()).keySet()).isEqualTo(Set.of("kind", "etag", "id", "deleted"));
    }

    @Test
    void a_change_of_role_alone_is_in_no_delta() throws IOException {
        var token = list().execute().getNextSyncToken();

        stage.calendar.changeRole("reader");

        assertThat(list().setSyncToken(token).execute().getItems()).isEmpty();
        assertThat(list().execute().getItems().getFirst().getAccessRole()).isEqualTo("reader");
    }

    @Test
    void hidden_and_deleted_calendars_are_listed_when_asked_for() throws IOException {
        stage.anna.addCalendar("Hidden").hide(true);
        stage.anna.addCalendar("Removed").remove();

        assertThat(list().execute().getItems()).hasSize(1);
        assertThat(list().setShowHidden(true).execute().getItems()).hasSize(2);
        assertThat(list().setShowDeleted(true).execute().getItems()).hasSize(2);
    }

    @Test
    void a_least_role_narrows_the_list() throws IOException {
        stage.anna.addCalendar("Read only").changeRole("reader");

        assertThat(list().setMinAccessRole("writer").execute().getItems()).hasSize(1);
        assertThat(list().setMinAccessRole("reader").execute().getItems()).hasSize(2);
        assertThat(Stage.refused(() -> list().setMinAccessRole("king").execute())
                        .getStatusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"minAccessRole=owner", "showOwnOrganizationOnly=true", "showDeleted=false", "showHidden=false"})
    void a_sync_token_forbids_what_would_narrow_the_list(String parameter) throws Exception {
        var token = list().execute().getNextSyncToken();

        var answer = stage.wire.get(
                "calendar/v3/users/me/calendarList?syncToken=" + Wire.encoded(token) + "&" + parameter,
                "Authorization",
                "Bearer " + stage.anna.issueAccessToken());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("syncTokenWithRequestRestrictions");
    }

    @Test
    void a_forgotten_list_token_wants_a_full_sync() throws IOException {
        var token = list().execute().getNextSyncToken();

        stage.simulator.google().forgetCursors("anna@example.com");

        var refused = Stage.refused(() -> list().setSyncToken(token).execute());
        assertThat(refused.getStatusCode()).isEqualTo(410);
        assertThat(refused.getDetails().getErrors().getFirst().getReason()).isEqualTo("fullSyncRequired");
    }

    @Test
    void a_removed_calendar_s_events_are_not_found() {
        var removed = stage.anna.addCalendar("Removed");
        removed.create("Meeting", stage.hour(1));
        removed.remove();

        assertThat(Stage.refusal(() -> stage.client.events().list(removed.id()).execute())
                        .getReason())
                .isEqualTo("notFound");
    }

    private Calendar.CalendarList.List list() throws IOException {
        return stage.client.calendarList().list();
    }

    private static List<String> ids(List<CalendarListEntry> entries) {
        return entries.stream().map(CalendarListEntry::getId).toList();
    }

    private static CalendarListEntry entry(List<CalendarListEntry> entries, String id) {
        return entries.stream()
                .filter(entry -> entry.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
