package io.kalends.worker.kafka;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackpressureTest {

    private final Backpressure backpressure = new Backpressure(4, 100);
    private final Watermark watermark = new Watermark();

    @Test
    void a_partition_pauses_above_the_limit_and_resumes_at_half() {
        for (int offset = 0; offset < 5; offset++) {
            watermark.received(offset);
        }
        assertThat(backpressure.paused(false, watermark)).isTrue();

        watermark.finished(0);
        watermark.finished(1);
        assertThat(backpressure.paused(true, watermark)).isTrue();
        assertThat(backpressure.paused(false, watermark)).isFalse();

        watermark.finished(2);
        assertThat(backpressure.paused(true, watermark)).isFalse();
    }

    @Test
    void a_stuck_record_pauses_a_partition_whose_newest_record_is_far_ahead() {
        watermark.received(10);
        watermark.received(111);

        assertThat(backpressure.paused(false, watermark)).isTrue();
    }
}
