package io.kalends.simulator;

import java.net.URI;
import java.time.Duration;

import com.microsoft.graph.models.Event;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.simulator.microsoft.CursorRules.LostCursor;

import static io.kalends.simulator.MicrosoftStage.FROM;
import static io.kalends.simulator.MicrosoftStage.TO;
import static io.kalends.simulator.MicrosoftStage.refusal;
import static io.kalends.simulator.MicrosoftStage.refused;
import static org.assertj.core.api.Assertions.assertThat;

/// Places in links: how long they are good, and how they are refused when they are not.
@NullUnmarked // the client calls everything it returns nullable
class GraphCursorsTest {
    private final MicrosoftStage stage = new MicrosoftStage();

    @BeforeEach
    void fifteen_events() {
        for (var number = 0; number < 15; number++) {
            stage.calendar.create("Event " + number, stage.hour(number));
        }
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GONE, 410 SyncStateNotFound",
        "GONE_WITH_LOCATION, 410 SyncStateNotFound",
        "RESYNC_REQUIRED, 410 resyncRequired",
        "BADLY_FORMED, 400 BadRequest",
        "NOT_FOUND, 404 syncStateNotFound"
    })
    void a_forgotten_delta_link_is_refused_by_rule(LostCursor shape, String refusal) {
        stage.simulator.microsoft().changeRules(rules -> rules.withLostCursor(shape));
        var link = stage.round().deltaLink();

        stage.calendar.forgetCursors();

        var refused = refused(() -> stage.client.follow(stage.calendar.id(), link));
        assertThat(refused.getResponseStatusCode() + " " + refused.getError().getCode())
                .isEqualTo(refusal);
        assertThat(refused.getResponseHeaders().containsKey("Location"))
                .isEqualTo(shape == LostCursor.GONE_WITH_LOCATION);
    }

    @Test
    void a_location_begins_the_same_window_again() {
        stage.simulator.microsoft().changeRules(rules -> rules.withLostCursor(LostCursor.GONE_WITH_LOCATION));
        var link = stage.round().deltaLink();
        stage.calendar.forgetCursors();

        var location = refused(() -> stage.client.follow(stage.calendar.id(), link))
                .getResponseHeaders()
                .get("Location")
                .iterator()
                .next();
        var again = stage.client.inPagesOf(1000).follow(stage.calendar.id(), location);

        assertThat(location).endsWith("&$deltatoken=");
        assertThat(again.getValue()).hasSize(15);
    }

    @Test
    void a_next_link_is_forgotten_too() {
        var first = stage.client.first(stage.calendar.id(), FROM, TO);

        stage.ben.forgetCursors();

        assertThat(refusal(() -> stage.client.follow(stage.calendar.id(), first.getOdataNextLink())))
                .isEqualTo("410 SyncStateNotFound");
    }

    @Test
    void what_is_given_out_after_forgetting_is_good() {
        stage.simulator.microsoft().forgetCursors(null);

        assertThat(stage.after(stage.round()).rows()).isEmpty();
    }

    @Test
    void a_delta_link_ages_by_rule() {
        stage.simulator.microsoft().changeRules(rules -> rules.withDeltaTokenLife(Duration.ofDays(5)));
        var link = stage.round().deltaLink();

        stage.clock.advance(Duration.ofDays(5));
        var young = stage.client.follow(stage.calendar.id(), link);
        stage.clock.advance(Duration.ofSeconds(1));

        assertThat(young.getOdataDeltaLink()).isNotNull();
        assertThat(refusal(() -> stage.client.follow(stage.calendar.id(), link)))
                .isEqualTo("410 SyncStateNotFound");
    }

    @Test
    void an_old_delta_link_goes_on_working_beside_a_newer_one() {
        var first = stage.round();
        stage.calendar.create("One", stage.hour(1));
        var second = stage.after(first);
        stage.calendar.create("Two", stage.hour(1));

        assertThat(stage.after(second).rows()).extracting(Event::getSubject).containsExactly("Two");
        assertThat(stage.after(first).rows()).extracting(Event::getSubject).containsExactlyInAnyOrder("One", "Two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$deltatoken=nonsense", "$skiptoken=nonsense", "$skiptoken=a.b", "$deltaToken=x%00y"})
    void a_damaged_token_is_badly_formed(String token) {
        assertThat(refusal(() -> stage.client.follow(
                        stage.calendar.id(), stage.simulator.graphUrl() + "/me/calendarView/delta?" + token)))
                .isEqualTo("400 BadRequest");
    }

    @Test
    void a_link_of_another_calendar_is_badly_formed() {
        var second = stage.ben.addCalendar("Second");
        var query = URI.create(stage.round().deltaLink()).getRawQuery();
        var link = stage.simulator.graphUrl() + "/me/calendars/" + second.id() + "/calendarView/delta?" + query;

        assertThat(refusal(() -> stage.client.follow(second.id(), link))).isEqualTo("400 BadRequest");
    }

    @Test
    void links_name_the_host_by_which_the_simulator_was_reached_and_are_as_long_as_a_rule_says() throws Exception {
        stage.simulator.microsoft().changeRules(rules -> rules.withLinkPadding(3000));

        var answer = stage.wire.send(stage.wire
                .request("v1.0/me/calendarView/delta?startDateTime=2026-11-01&endDateTime=2026-12-01")
                .uri(URI.create("http://localhost:" + stage.simulator.port()
                        + "/v1.0/me/calendarView/delta?startDateTime=2026-11-01&endDateTime=2026-12-01"))
                .header("Authorization", "Bearer " + stage.ben.issueAccessToken()));

        assertThat(answer.body())
                .contains("\"http://localhost:" + stage.simulator.port() + "/v1.0/me/calendarView/delta?$skiptoken=")
                .hasSizeGreaterThan(4000);
    }
}
