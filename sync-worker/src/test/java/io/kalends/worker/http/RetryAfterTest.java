package io.kalends.worker.http;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "1, PT1S",
        "' 120 ', PT2M",
        "007, PT7S",
        "999999999, PT8760H",
        "99999999999999999999999999, PT8760H",
    })
    void seconds_are_taken_as_they_are_up_to_a_year(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 22 Nov 2026 12:00:42 GMT', PT42S",
        "'Sun, 22 Nov 2026 11:59:59 GMT', PT0S",
        "'Thu, 01 Jan 1970 00:00:00 GMT', PT0S",
        "'Fri, 31 Dec 9999 23:59:59 GMT', PT8760H",
    })
    void a_date_is_as_far_away_as_it_is_from_now(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "-1", "1.5", "1e3", "soon", "120 s", "٣", "22 Nov", "Mon, 22 Nov 2026 12:00:42 GMT"})
    void anything_else_says_nothing(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isNull();
    }

    @Test
    void no_header_says_nothing() {
        assertThat(RetryAfter.parse(null, NOW)).isNull();
    }
}
