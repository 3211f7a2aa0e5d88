package io.kalends.core.sync;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BudgetTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration A_CALL = Duration.ofMillis(20);

    private long nanos;

    @Test
    void in_no_minute_do_slices_make_more_calls_about_a_user_than_the_provider_allows() {
        var budget = new Budget(20, Duration.ofSeconds(20), 5_000, 600);
        var calls = new long[3_000];
        for (int made = 0; made < calls.length; ) {
            var slice = budget.start(() -> nanos);
            while (!slice.spent() && made < calls.length) {
                nanos += A_CALL.toNanos();
                slice.call();
                calls[made++] = nanos;
            }
            nanos += slice.rest().toNanos();
        }

        for (int first = 0; first + 600 < calls.length; first++) {
            assertThat(Duration.ofNanos(calls[first + 600] - calls[first]))
                    .as("from call %d to the 601st after it", first)
                    .isGreaterThan(MINUTE);
        }
    }

    @Test
    void a_slice_that_took_its_time_is_followed_by_the_next_at_once() {
        var slice = new Budget(20, Duration.ofSeconds(20), 5_000, 600).start(() -> nanos);

        slice.call();
        slice.call();
        assertThat(slice.rest()).isEqualTo(Duration.ofMillis(300));

        nanos += Duration.ofMillis(301).toNanos();
        assertThat(slice.rest()).isZero();
    }

    @Test
    void a_slice_reads_its_pages_however_slowly_its_user_may_be_asked() {
        var slice = new Budget(3, Duration.ofSeconds(20), 5_000, 1).start(() -> nanos);

        slice.call();
        slice.page();
        slice.call();
        assertThat(slice.spent()).isFalse();

        slice.call();
        assertThat(slice.spent()).isTrue();
    }

    @Test
    void a_user_who_may_never_be_asked_is_refused() {
        assertThatThrownBy(() -> new Budget(3, Duration.ofSeconds(20), 5_000, 0))
                .hasMessageContaining("calls per minute must be at least 1, they are 0");
    }
}
