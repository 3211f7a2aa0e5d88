package io.kalends.scheduler.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CadenceTest {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration INTERVAL = Duration.ofMinutes(15);

    @Test
    void the_next_run_is_an_interval_away_give_or_take_five_percent() {
        assertThat(new Cadence(INTERVAL, () -> 0.0).after(NOON)).isEqualTo("2026-03-01T12:14:15Z");
        assertThat(new Cadence(INTERVAL, () -> 0.5).after(NOON)).isEqualTo("2026-03-01T12:15:00Z");
        assertThat(new Cadence(INTERVAL, () -> 1.0).after(NOON)).isEqualTo("2026-03-01T12:15:45Z");
    }

    @Test
    void connections_are_spread_evenly_over_the_interval() {
        var cadence = new Cadence(INTERVAL, () -> 0.5);

        var perMinute = new int[15];
        IntStream.range(0, 15_000)
                .mapToObj(n -> cadence.place("tenant" + n % 20 + "/user" + n + "/google"))
                .forEach(place -> perMinute[(int) place.toMinutes()]++);

        for (int count : perMinute) {
            assertThat(count).isCloseTo(1000, within(150));
        }
    }

    @Test
    void a_connection_keeps_its_place() {
        var cadence = new Cadence(INTERVAL, () -> 0.5);

        assertThat(cadence.place("acme/u1/google")).isEqualTo(cadence.place("acme/u1/google"));
        assertThat(cadence.place("acme/u1/google")).isNotEqualTo(cadence.place("acme/u1/outlook"));
    }

    @Test
    void an_interval_must_be_positive() {
        assertThatThrownBy(() -> new Cadence(Duration.ZERO, () -> 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }
}
