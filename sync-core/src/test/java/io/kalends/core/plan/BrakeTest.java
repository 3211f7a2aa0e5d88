package io.kalends.core.plan;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BrakeTest {

    @Test
    void deletions_are_held_when_they_exceed_both_the_share_and_the_count() {
        assertThat(Brake.USUAL.holds(26, 129)).isTrue();
        assertThat(Brake.USUAL.holds(26, 130)).isFalse();
        assertThat(Brake.USUAL.holds(25, 25)).isFalse();
        assertThat(Brake.USUAL.holds(1_000_000_000L, 2_000_000_000L)).isTrue();
    }

    @Test
    void a_hundred_percent_holds_nothing_and_nought_of_both_holds_everything() {
        assertThat(Brake.OFF.holds(1000, 10)).isFalse();
        assertThat(new Brake(0, 0).holds(1, 1000)).isTrue();
        assertThat(new Brake(0, 0).holds(0, 1000)).isFalse();
    }

    @Test
    void limits_that_make_no_sense_are_refused_by_name() {
        assertThatThrownBy(() -> new Brake(101, 0)).hasMessage("hold-above-percent is 101, it must be 0 to 100");
        assertThatThrownBy(() -> new Brake(-1, 0)).hasMessageContaining("hold-above-percent is -1");
        assertThatThrownBy(() -> new Brake(0, -1)).hasMessage("hold-above-count is -1, it must be 0 or more");
    }
}
