package io.kalends.benchmarks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.benchmarks.Timings.Timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RatioTest {

    @Test
    void ours_is_told_in_terms_of_the_other_with_the_spread_of_both() {
        var ratio = Ratio.of(new Timing(300, 0.03, 64), new Timing(200, 0.04, 128));

        assertThat(ratio.time()).isEqualTo(1.5);
        assertThat(ratio.spread()).isCloseTo(0.05, within(1e-9));
        assertThat(ratio.allocated()).isEqualTo(0.5);
    }

    @Test
    void against_something_that_allocates_next_to_nothing_there_is_no_ratio() {
        var ratio = Ratio.of(new Timing(300, 0, 64), new Timing(200, 0, 32));

        assertThat(Ratio.text(ratio.allocated())).isEqualTo("–");
    }

    @ParameterizedTest
    @CsvSource({"574, 574 ×", "57.4, 57 ×", "3.14, 3.1 ×", "0.4249, 0.42 ×", "0.0003468, 0.00035 ×"})
    void two_digits_matter(double value, String text) {
        assertThat(Ratio.text(value)).isEqualTo(text);
    }
}
