package io.kalends.core.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Passage.Free;
import io.kalends.core.incident.Passage.Held;
import io.kalends.core.incident.Passage.Probe;
import io.kalends.core.incident.Standing.Closed;
import io.kalends.core.incident.Standing.Open;
import io.kalends.core.incident.Standing.Recovering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IncidentRulesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private double chance = 0.5;
    private final IncidentRules rules = new IncidentRules(
            Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofMinutes(15), () -> chance);

    @Test
    void the_first_probe_goes_after_a_quarter_of_a_minute() {
        var open = rules.opened(NOON);

        assertThat(passage(open, NOON.plusSeconds(14), false)).isInstanceOf(Held.class);
        assertThat(passage(open, NOON.plusSeconds(15), false)).isEqualTo(new Probe());
    }

    @Test
    void the_time_between_probes_doubles_up_to_two_minutes() {
        var open = rules.opened(NOON);
        var now = NOON;
        for (int seconds : new int[] {15, 30, 60, 120, 120, 120}) {
            assertThat(Duration.between(now, open.probeAt())).isEqualTo(Duration.ofSeconds(seconds));
            now = open.probeAt();
            open = rules.probed(open, now);
        }
    }

    @Test
    void who_waits_for_a_run_probes_early_but_not_right_after_another() {
        var open = new Open(NOON, NOON.plusSeconds(120), 5);

        assertThat(passage(open, NOON.plusSeconds(4), true)).isInstanceOf(Held.class);
        assertThat(passage(open, NOON.plusSeconds(5), true)).isEqualTo(new Probe());
        assertThat(passage(open, NOON.plusSeconds(5), false)).isInstanceOf(Held.class);
    }

    @ParameterizedTest
    @CsvSource({"0, PT10M30S", "0.5, PT11M37.5S", "0.999999999, PT12M45S"})
    void whoever_is_held_up_comes_back_about_an_interval_later_at_a_moment_of_its_own(double chance, Duration delay) {
        this.chance = chance;

        assertThat(rules.held(IncidentKind.OUTAGE).delay()).isEqualTo(delay);
    }

    @Test
    void the_longest_wait_and_the_longest_time_to_the_next_probe_make_no_more_than_an_interval() {
        chance = 0.999999;

        assertThat(rules.held(IncidentKind.OUTAGE).delay().plus(rules.probeMax()))
                .isLessThan(rules.interval());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.09, true",
        "0, 0.11, false",
        "41, 0.24, true",
        "41, 0.26, false",
        "81, 0.49, true",
        "81, 0.51, false"
    })
    void a_growing_share_is_let_through_while_it_recovers(long second, double chance, boolean through) {
        this.chance = chance;

        assertThat(passage(new Recovering(NOON), NOON.plusSeconds(second), false) instanceof Free)
                .isEqualTo(through);
    }

    @ParameterizedTest
    @ValueSource(longs = {120, 121, 100_000})
    void in_the_end_all_are(long second) {
        chance = 0.999999;
        var recovering = new Recovering(NOON);

        assertThat(passage(recovering, NOON.plusSeconds(second), false)).isEqualTo(new Free());
        assertThat(rules.over(recovering, NOON.plusSeconds(second))).isTrue();
    }

    @Test
    void without_a_ramp_all_are_at_once() {
        var abrupt = new IncidentRules(
                Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ZERO, Duration.ofMinutes(15), () -> 0.99);

        assertThat(abrupt.passage(incident(new Recovering(NOON)), NOON, false)).isEqualTo(new Free());
    }

    @Test
    void what_is_over_holds_nobody_up() {
        assertThat(passage(new Closed(NOON), NOON, false)).isEqualTo(new Free());
    }

    @Test
    void figures_that_make_no_sense_are_refused_with_their_names() {
        assertThatThrownBy(() -> new IncidentRules(
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(2),
                        Duration.ZERO,
                        Duration.ofMinutes(15),
                        () -> chance))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("probe-base PT3M")
                .hasMessageContaining("probe-max PT2M");
    }

    private Passage passage(Standing standing, Instant now, boolean awaited) {
        return rules.passage(incident(standing), now, awaited);
    }

    private static Incident incident(Standing standing) {
        return new Incident(Provider.GOOGLE, IncidentKind.OUTAGE, new UUID(1, 2), standing, NOON, "503", 1);
    }
}
