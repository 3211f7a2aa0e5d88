package io.kalends.core.plan;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.store.FailureReason;
import io.kalends.core.store.RunEnd;
import io.kalends.core.store.RunEnd.DeferReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SyncPlanTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private final SyncPlan plan = new SyncPlan(MINUTE, Duration.ofHours(6), Duration.ofMinutes(15), () -> 0);
    private final SyncPlan unlucky = new SyncPlan(MINUTE, Duration.ofHours(6), Duration.ofMinutes(15), () -> 0.999_999);

    @ParameterizedTest(name = "failure {0} waits {1} and leaves the connection {2}")
    @CsvSource({
        "1, PT1M, DEGRADED",
        "2, PT2M, DEGRADED",
        "3, PT4M, DEGRADED",
        "4, PT8M, DEGRADED",
        "5, PT15M, DISABLED",
        "6, PT30M, DISABLED",
        "7, PT1H, DISABLED",
        "20, PT24H, DISABLED"
    })
    void each_failure_doubles_the_wait_and_the_fifth_disables(int failure, Duration wait, ConnectionStatus status) {
        var end = plan.after(new Problem(FailureReason.PROVIDER_UNAVAILABLE, "503"), failure - 1);

        assertThat(end).isEqualTo(new RunEnd.Failed(FailureReason.PROVIDER_UNAVAILABLE, "503", failure, wait, status));
    }

    @Test
    void the_wait_between_runs_never_exceeds_its_maximum() {
        var patient = new SyncPlan(Duration.ofHours(4), Duration.ofHours(6), Duration.ofMinutes(15), () -> 0);

        var end = (RunEnd.Failed) patient.after(new Problem(FailureReason.PROVIDER_TIMEOUT, "slow"), 3);

        assertThat(end.delay()).isEqualTo(Duration.ofHours(6));
    }

    @ParameterizedTest(name = "asked for {0}, it waits between {1} and {2}")
    @CsvSource({"PT42S, PT42S, PT46.2S", "PT0S, PT1S, PT1.1S", "PT277777H, PT1H, PT66M", ", PT30S, PT60S"})
    void a_rate_limit_is_waited_for_as_asked_and_counts_as_no_failure(Duration asked, Duration least, Duration most) {
        var problem = new Problem(FailureReason.RATE_LIMITED, "slow down", asked);

        var soonest = (RunEnd.Deferred) plan.after(problem, 3);
        var latest = (RunEnd.Deferred) unlucky.after(problem, 3);

        assertThat(soonest).isEqualTo(new RunEnd.Deferred(DeferReason.RATE_LIMIT, least));
        assertThat(latest.delay()).isBetween(most.minusMillis(100), most);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"GRANT_REVOKED", "SCOPE_MISSING", "TOKEN_REJECTED", "NO_CREDENTIAL"})
    void what_the_user_must_mend_is_not_tried_again(FailureReason reason) {
        var end = plan.after(new Problem(reason, "ask the user"), 0);

        assertThat(end).isEqualTo(new RunEnd.Failed(reason, "ask the user", 1, null, ConnectionStatus.NEEDS_RECONNECT));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"ACCESS_FORBIDDEN", "REQUEST_REJECTED"})
    void what_is_refused_for_good_disables_at_once(FailureReason reason) {
        var end = plan.after(new Problem(reason, "no"), 0);

        assertThat(end).isEqualTo(new RunEnd.Failed(reason, "no", 1, null, ConnectionStatus.DISABLED));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"CLIENT_REJECTED", "API_NOT_ENABLED", "CREDENTIAL_UNREADABLE"})
    void what_the_operators_must_mend_blames_no_connection(FailureReason reason) {
        var end = plan.after(new Problem(reason, "ours"), 4);

        assertThat(end).isEqualTo(new RunEnd.Deferred(DeferReason.OPERATOR_INCIDENT, Duration.ofMinutes(5)));
    }

    @Test
    void a_provider_that_names_a_longer_wait_than_ours_gets_it() {
        var problem = new Problem(FailureReason.PROVIDER_UNAVAILABLE, "503", Duration.ofMinutes(10));

        var end = (RunEnd.Failed) plan.after(problem, 0);

        assertThat(end.delay()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void a_plan_that_makes_no_sense_is_refused_with_its_values() {
        assertThatThrownBy(() -> new SyncPlan(MINUTE, Duration.ofSeconds(1), MINUTE, () -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT1M")
                .hasMessageContaining("PT1S");
    }
}
