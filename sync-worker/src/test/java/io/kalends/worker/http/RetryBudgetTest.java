package io.kalends.worker.http;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryBudgetTest {

    private long nanos;
    private boolean calm = true;
    private final Counter refused = new SimpleMeterRegistry().counter("refused");
    private final RetryBudget budget = new RetryBudget(() -> calm, () -> nanos, refused);

    @Test
    void a_provider_that_fails_everybody_is_tried_again_six_times_in_all() {
        assertThat(spent(100)).isEqualTo(6);
    }

    @Test
    void one_comes_back_every_twenty_seconds_and_never_more_than_there_were() {
        spent(6);

        nanos += Duration.ofSeconds(60).toNanos();
        assertThat(spent(100)).isEqualTo(3);

        nanos += Duration.ofDays(1).toNanos();
        assertThat(spent(100)).isEqualTo(6);
    }

    @Test
    void ten_calls_that_worked_allow_one_more() {
        spent(6);

        for (int i = 0; i < 21; i++) {
            budget.worked();
        }

        assertThat(spent(100)).isEqualTo(2);
    }

    @Test
    void during_an_incident_none_is_spent_and_none_is_lost() {
        calm = false;
        assertThat(spent(100)).isZero();

        calm = true;
        assertThat(spent(100)).isEqualTo(6);
    }

    @Test
    void what_is_refused_is_counted_for_want_of_budget_and_for_an_incident() {
        spent(6);
        assertThat(refused.count()).isZero();

        spent(4);
        assertThat(refused.count()).isEqualTo(4);

        calm = false;
        nanos += Duration.ofDays(1).toNanos();
        spent(3);
        assertThat(refused.count()).isEqualTo(7);
    }

    private int spent(int tries) {
        int spent = 0;
        for (int i = 0; i < tries; i++) {
            spent += budget.spend() ? 1 : 0;
        }
        return spent;
    }
}
