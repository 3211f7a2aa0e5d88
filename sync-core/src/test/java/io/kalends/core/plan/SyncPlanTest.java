package io.kalends.core.plan;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.kalends.core.connection.ConnectionState;
import io.kalends.core.connection.ConnectionState.Cause;
import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
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
        var end = (RunEnd.Failed) after(new Problem(FailureReason.PROVIDER_UNAVAILABLE, "503"), failure - 1);

        assertThat(end.reason()).isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);
        assertThat(end.message()).isEqualTo("503");
        assertThat(end.failures()).isEqualTo(failure);
        assertThat(end.delay()).isEqualTo(wait);
        assertThat(end.status()).isEqualTo(status);
    }

    @Test
    void the_wait_between_runs_never_exceeds_its_maximum() {
        var patient = new SyncPlan(Duration.ofHours(4), Duration.ofHours(6), Duration.ofMinutes(15), () -> 0);

        var end = (RunEnd.Failed)
                patient.after(new Problem(FailureReason.PROVIDER_TIMEOUT, "slow"), failedBefore(3), null);

        assertThat(end.delay()).isEqualTo(Duration.ofHours(6));
    }

    @ParameterizedTest(name = "asked for {0}, it waits between {1} and {2}")
    @CsvSource({"PT42S, PT42S, PT46.2S", "PT0S, PT1S, PT1.1S", "PT277777H, PT1H, PT66M", ", PT30S, PT60S"})
    void a_rate_limit_is_waited_for_as_asked_and_counts_as_no_failure(Duration asked, Duration least, Duration most) {
        var problem = new Problem(FailureReason.RATE_LIMITED, "slow down", asked);

        var soonest = (RunEnd.Deferred) plan.after(problem, failedBefore(3), null);
        var latest = (RunEnd.Deferred) unlucky.after(problem, failedBefore(3), null);

        assertThat(soonest).isEqualTo(new RunEnd.Deferred(DeferReason.RATE_LIMIT, least));
        assertThat(latest.delay()).isBetween(most.minusMillis(100), most);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"GRANT_REVOKED", "SCOPE_MISSING", "TOKEN_REJECTED", "NO_CREDENTIAL"})
    void what_the_user_must_mend_is_not_tried_again(FailureReason reason) {
        var end = after(new Problem(reason, "ask the user"), 0);

        var needed = new ConnectionState.NeedsReconnect(1, new Cause(reason, "ask the user"));
        assertThat(end).isEqualTo(new RunEnd.Failed(reason, "ask the user", needed, null));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"ACCESS_FORBIDDEN", "REQUEST_REJECTED"})
    void what_is_refused_for_good_disables_at_once(FailureReason reason) {
        var end = after(new Problem(reason, "no"), 0);

        var disabled = new ConnectionState.Disabled(1, new Cause(reason, "no"));
        assertThat(end).isEqualTo(new RunEnd.Failed(reason, "no", disabled, null));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"CLIENT_REJECTED", "API_NOT_ENABLED", "CREDENTIAL_UNREADABLE"})
    void what_the_operators_must_mend_blames_no_connection(FailureReason reason) {
        var end = after(new Problem(reason, "ours"), 4);

        assertThat(end).isEqualTo(new RunEnd.Deferred(DeferReason.OPERATOR_INCIDENT, Duration.ofMinutes(5)));
    }

    @Test
    void what_takes_a_person_is_not_probed_because_something_else_failed_since() {
        var forbidden = new ConnectionState.Disabled(1, new Cause(FailureReason.ACCESS_FORBIDDEN, "no"));

        var end = (RunEnd.Failed) plan.after(new Problem(FailureReason.PROVIDER_UNAVAILABLE, "503"), forbidden, null);

        assertThat(end.reason()).isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);
        assertThat(end.delay()).isNull();
        assertThat(end.stands().cause()).isEqualTo(forbidden.cause());
    }

    @ParameterizedTest(name = "untold for {0}: told {1}")
    @CsvSource({", false", "PT0S, false", "PT59M59S, false", "PT1H, true", "PT30H, true"})
    void a_limit_is_told_as_a_failure_once_it_has_lasted_an_hour(@Nullable Duration untold, boolean told) {
        var problem = new Problem(FailureReason.RATE_LIMITED, "slow down", Duration.ofSeconds(42));

        var end = plan.after(problem, failedBefore(3), untold);

        assertThat(end)
                .isEqualTo(
                        told
                                ? new RunEnd.Limited(
                                        "The provider has limited this connection for more than an hour: slow down",
                                        failedBefore(3),
                                        Duration.ofSeconds(42))
                                : new RunEnd.Deferred(DeferReason.RATE_LIMIT, Duration.ofSeconds(42)));
    }

    @Test
    void a_provider_that_names_a_longer_wait_than_ours_gets_it() {
        var problem = new Problem(FailureReason.PROVIDER_UNAVAILABLE, "503", Duration.ofMinutes(10));

        var end = (RunEnd.Failed) after(problem, 0);

        assertThat(end.delay()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void a_plan_that_makes_no_sense_is_refused_with_its_values() {
        assertThatThrownBy(() -> new SyncPlan(MINUTE, Duration.ofSeconds(1), MINUTE, () -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT1M")
                .hasMessageContaining("PT1S");
    }

    private RunEnd after(Problem problem, int failures) {
        return plan.after(problem, failedBefore(failures), null);
    }

    private static ConnectionState.Syncing failedBefore(int failures) {
        ConnectionState.Syncing state = new ConnectionState.Linked();
        for (int i = 0; i < failures; i++) {
            var failed = state.failed(new Cause(FailureReason.PROVIDER_UNAVAILABLE, "earlier"));
            state = (ConnectionState.Syncing) failed;
        }
        return state;
    }
}
