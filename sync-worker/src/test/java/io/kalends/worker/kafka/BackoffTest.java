package io.kalends.worker.kafka;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTest {

    @ParameterizedTest(name = "failure {0} with chance {1} waits {2}")
    @CsvSource({"1, 0, PT0.5S", "2, 0, PT1S", "3, 0, PT2S", "3, 0.5, PT1.5S", "8, 0, PT30S", "5000, 0, PT30S"})
    void waits_double_up_to_the_longest_less_up_to_half_by_chance(int failures, double chance, Duration wait) {
        var backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), () -> chance);

        assertThat(backoff.after(failures)).isEqualTo(wait);
    }
}
