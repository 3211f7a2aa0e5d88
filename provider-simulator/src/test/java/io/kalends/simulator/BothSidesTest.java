package io.kalends.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.kalends.simulator.side.EventTruth;
import io.kalends.simulator.side.ProviderSide;
import io.kalends.simulator.side.SimulatedUser;
import io.kalends.simulator.traffic.Vendor;
import io.kalends.simulator.world.EventDetails;
import io.kalends.simulator.world.Recurrence;

import static io.kalends.simulator.MicrosoftStage.BERLIN;
import static io.kalends.simulator.MicrosoftStage.FROM;
import static io.kalends.simulator.MicrosoftStage.TO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/// Both providers, driven by the same hand.
class BothSidesTest {
    private final MicrosoftStage stage = new MicrosoftStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_calendar_is_edited_the_same_way_and_the_truth_is_told_the_same_way(Vendor vendor) {
        var calendar = side(vendor).addUser("anna@example.com", BERLIN).primary();
        var first = stage.hour(1);
        var single = calendar.create("Planning", stage.hour(2));
        var series = calendar.createSeries(first, Recurrence.daily().times(4), EventDetails.titled("Stand-up"));

        calendar.rename(single, "Renamed");
        calendar.move(single, stage.hour(3));
        calendar.updateInstance(series, first, details -> details.withTitle("Special"));
        calendar.moveInstance(series, first.movedBy(Duration.ofDays(1)), stage.hour(30));
        calendar.cancelInstance(series, first.movedBy(Duration.ofDays(2)));

        var truth = calendar.truth(FROM, TO);
        assertThat(truth.values())
                .extracting(event -> event.title() + " " + event.start() + " " + event.originalStart())
                .containsExactlyInAnyOrder(
                        "Renamed 2026-11-22T15:00:00Z null",
                        "Special 2026-11-22T13:00:00Z 2026-11-22T13:00:00Z",
                        "Stand-up 2026-11-23T18:00:00Z 2026-11-23T13:00:00Z",
                        "Stand-up 2026-11-25T13:00:00Z 2026-11-25T13:00:00Z");
        assertThat(truth).hasEntrySatisfying(single, event -> {
            assertThat(event.timeZone()).isEqualTo("Europe/Berlin");
            assertThat(event.organizer()).isEqualTo("anna@example.com");
        });
        assertThat(truth.values())
                .extracting(EventTruth::seriesId)
                .containsExactlyInAnyOrder(null, series, series, series);
        calendar.reschedule(series, first, Recurrence.daily().times(1));
        calendar.repeat(series, Recurrence.daily().times(2));
        calendar.delete(single);
        assertThat(calendar.truth(FROM, TO)).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> calendar.rename(single, "Gone"));
    }

    @Test
    void the_same_seed_and_address_make_the_same_history_at_both() {
        for (var vendor : Vendor.values()) {
            side(vendor).mutate(side(vendor).addUser("cara@example.com", BERLIN), 60);
        }

        assertThat(starts(Vendor.MICROSOFT)).isNotEmpty().isEqualTo(starts(Vendor.GOOGLE));
    }

    @ParameterizedTest
    @EnumSource
    void a_meeting_its_organizer_called_off_is_gone_or_told_as_cancelled(Vendor vendor) {
        var calendar = side(vendor).addUser("anna@example.com").primary();
        var id = calendar.create("Vendor call", stage.hour(1));

        calendar.cancelMeeting(id);

        assertThat(calendar.truth(FROM, TO).values().stream().map(EventTruth::status))
                .isEqualTo(vendor == Vendor.GOOGLE ? List.of() : List.of("cancelled"));
    }

    @ParameterizedTest
    @EnumSource
    void users_withdraw_and_give_consent_and_are_found_again(Vendor vendor) {
        var side = side(vendor);
        var user = side.addUser("anna@example.com");
        var before = user.refreshToken();

        user.revoke();

        assertThatIllegalStateException().isThrownBy(user::issueAccessToken);
        assertThat(user.grantAgain()).isNotEqualTo(before).isEqualTo(user.refreshToken());
        assertThat(side.addUser("anna@example.com").refreshToken()).isEqualTo(user.refreshToken());
        assertThat(side.users()).extracting(SimulatedUser::email).contains("anna@example.com");
        assertThat(side.user("nobody@example.com")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void calendars_are_added_found_by_their_id_and_taken_away(Vendor vendor) {
        var user = side(vendor).addUser("anna@example.com");

        var second = user.addCalendar("Second");
        second.describe("Renamed");
        second.remove();

        assertThat(user.calendar(second.id()).facts().summary()).isEqualTo("Renamed");
        assertThat(user.calendar(second.id()).facts().deleted()).isTrue();
        assertThat(user.calendars()).hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> user.calendar("nonsense"));
    }

    private List<String> starts(Vendor vendor) {
        var starts = new ArrayList<String>();
        Stream.of(side(vendor).user("cara@example.com").orElseThrow())
                .flatMap(user -> user.primary().truth(null, null).values().stream())
                .forEach(event -> starts.add(event.title() + event.start() + event.end() + event.originalStart()));
        return starts;
    }

    private ProviderSide<?> side(Vendor vendor) {
        return switch (vendor) {
            case GOOGLE -> stage.simulator.google();
            case MICROSOFT -> stage.simulator.microsoft();
        };
    }
}
