package io.kalends.worker.incident;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.connection.Provider;
import io.kalends.core.incident.Door;
import io.kalends.core.incident.IncidentKind;

import static org.assertj.core.api.Assertions.assertThat;

class FailureRatesTest {

    private static final Duration MEMORY = Duration.ofHours(2);

    private long nanos;
    private final FailureRates rates = new FailureRates(3, new FailureRates.Window(16, MEMORY), 50, () -> nanos);

    @Test
    void three_connections_that_all_fail_are_many() {
        assertThat(failed(1)).isFalse();
        assertThat(failed(2)).isFalse();
        assertThat(failed(3)).isTrue();
    }

    @Test
    void one_connection_is_not_however_often_it_fails() {
        for (int i = 0; i < 100; i++) {
            assertThat(failed(1)).isFalse();
        }
    }

    @Test
    void two_are_not_among_many_that_work() {
        for (int i = 0; i < 100; i++) {
            worked(i % 20 + 10);
            assertThat(failed(i % 2)).isFalse();
        }
    }

    @Test
    void three_of_a_hundred_that_always_fail_are_not_many() {
        for (int i = 0; i < 1_000; i++) {
            if (i % 33 == 0) {
                assertThat(failed(1_000 + i % 3)).isFalse();
            } else {
                worked(i % 97);
            }
        }
    }

    @Test
    void three_of_ten_that_are_tried_again_and_again_are_not_many() {
        for (int i = 3; i < 10; i++) {
            worked(i);
        }

        for (int i = 0; i < 100; i++) {
            assertThat(failed(i % 3)).isFalse();
        }
    }

    @Test
    void one_that_works_often_does_not_hide_three_that_fail() {
        for (int i = 0; i < 100; i++) {
            worked(9);
        }

        failed(1);
        failed(2);
        assertThat(failed(3)).isTrue();
    }

    @Test
    void whom_nobody_has_seen_for_long_is_not_counted() {
        for (int i = 10; i < 30; i++) {
            worked(i);
        }
        nanos += MEMORY.plusSeconds(1).toNanos();

        failed(1);
        failed(2);
        assertThat(failed(3)).isTrue();
    }

    @Test
    void when_a_busy_provider_goes_down_eight_runs_tell() {
        for (int i = 0; i < 1_000; i++) {
            worked(i);
        }

        int runs = 0;
        while (!failed(runs)) {
            runs++;
        }

        assertThat(runs + 1).isEqualTo(8);
    }

    @Test
    void what_works_again_no_longer_counts() {
        failed(1);
        failed(2);
        worked(1);
        worked(2);

        assertThat(failed(3)).isFalse();
    }

    @Test
    void kinds_and_providers_are_counted_apart() {
        failed(1);
        failed(2);

        assertThat(rates.failed(key(3), IncidentKind.TOKEN_OUTAGE)).isFalse();
        assertThat(rates.failed(new ConnectionKey("acme", "u3", Provider.OUTLOOK), IncidentKind.OUTAGE))
                .isFalse();
        assertThat(failed(3)).isTrue();
    }

    @Test
    void who_worked_is_not_forgotten() {
        for (int i = 10; i < 20; i++) {
            worked(i);
        }

        rates.forget(Provider.GOOGLE);

        failed(1);
        failed(2);
        assertThat(failed(3)).isFalse();
    }

    @Test
    void what_is_forgotten_is_counted_anew() {
        failed(1);
        failed(2);
        failed(3);

        rates.forget(Provider.GOOGLE);

        assertThat(failed(1)).isFalse();
        assertThat(failed(2)).isFalse();
        assertThat(failed(3)).isTrue();
    }

    private boolean failed(int user) {
        return rates.failed(key(user), IncidentKind.OUTAGE);
    }

    private void worked(int user) {
        rates.worked(key(user), Door.API);
    }

    private static ConnectionKey key(int user) {
        return new ConnectionKey("acme", "u" + user, Provider.GOOGLE);
    }
}
