package io.kalends.worker.kafka;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WatermarkTest {

    private final Watermark watermark = new Watermark();

    @Test
    void nothing_is_committable_before_anything_is_known() {
        assertThat(watermark.committable()).isEmpty();
    }

    @Test
    void the_smallest_unfinished_offset_holds_the_watermark() {
        watermark.received(3);
        watermark.received(4);
        watermark.received(9);
        watermark.position(12);

        watermark.finished(4);
        watermark.finished(9);

        assertThat(watermark.committable()).hasValue(3);
        assertThat(watermark.lag()).isEqualTo(6);
        assertThat(watermark.inFlight()).isEqualTo(1);
    }

    @Test
    void with_everything_finished_the_position_is_committable_beyond_gaps() {
        watermark.received(3);
        watermark.received(7);
        watermark.position(12);

        watermark.finished(7);
        watermark.finished(3);

        assertThat(watermark.committable()).hasValue(12);
        assertThat(watermark.lag()).isZero();
    }

    @Test
    void a_position_that_moves_without_records_is_committable() {
        watermark.position(40);

        assertThat(watermark.committable()).hasValue(40);
    }

    @Test
    void finishing_twice_counts_once() {
        watermark.received(1);

        assertThat(watermark.finished(1)).isTrue();
        assertThat(watermark.finished(1)).isFalse();
    }

    @Test
    void an_offset_behind_what_was_received_is_refused() {
        watermark.received(5);
        watermark.position(9);

        assertThat(watermark.expects(8)).isFalse();
        assertThat(watermark.expects(9)).isTrue();
        assertThatThrownBy(() -> watermark.received(8)).hasMessageContaining("offset 8 came after 8");
    }
}
