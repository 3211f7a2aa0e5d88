package io.kalends.scheduler.plan;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ModeTest {

    @ParameterizedTest
    @CsvSource({
        "DELTA, FULL, FULL",
        "DELTA, REPUBLISH, REPUBLISH",
        "FULL, REPUBLISH, REPUBLISH_THEN_FULL",
        "FULL, REPUBLISH_THEN_FULL, REPUBLISH_THEN_FULL",
        "REPUBLISH, REPUBLISH_THEN_FULL, REPUBLISH_THEN_FULL",
        "DELTA, REBUILD, REBUILD",
        "FULL, REBUILD, REBUILD",
        "REPUBLISH, REBUILD, REPUBLISH_THEN_REBUILD",
        "REPUBLISH_THEN_FULL, REBUILD, REPUBLISH_THEN_REBUILD"
    })
    void nothing_that_either_wants_is_lost(Mode one, Mode other, Mode both) {
        assertThat(one.and(other)).isEqualTo(both);
        assertThat(other.and(one)).isEqualTo(both);
    }

    @ParameterizedTest
    @EnumSource
    void the_ordinary_round_adds_nothing(Mode mode) {
        assertThat(mode.and(Mode.DELTA)).isEqualTo(mode);
        assertThat(mode.and(mode)).isEqualTo(mode);
    }

    @Test
    void only_a_run_that_read_nothing_owes_a_reading() {
        assertThat(Mode.DELTA.owed()).isNull();
        assertThat(Mode.FULL.owed()).isNull();
        assertThat(Mode.REPUBLISH.owed()).isEqualTo(Mode.DELTA);
        assertThat(Mode.REBUILD.owed()).isNull();
        assertThat(Mode.REPUBLISH_THEN_FULL.owed()).isEqualTo(Mode.FULL);
        assertThat(Mode.REPUBLISH_THEN_REBUILD.owed()).isEqualTo(Mode.REBUILD);
    }
}
