package io.kalends.worker.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.store.RunEnd.DeferReason;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.world.Span;

import static io.kalends.worker.provider.Told.upserted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/// Tokens that run out, are taken back, or are not enough, and a client that is not let in.
@EveryProvider
final class TokensTest {

    private static final Span TOMORROW =
            Span.timed(Instant.parse("2026-11-23T09:00:00Z"), Duration.ofHours(1), Stage.BERLIN);

    private final Stage stage;
    private final ConnectedUser anna;

    TokensTest(Stage stage) {
        this.stage = stage;
        anna = stage.opens();
    }

    private void spoilTokens(Fault fault) {
        stage.spoil(RequestMatch.on(RequestKind.TOKEN).ofUser(anna.user().email()), fault);
    }

    private int callsRefused() {
        return stage.simulator()
                .requests()
                .matching(request -> request.status() == 401)
                .size();
    }

    @Test
    void a_token_is_asked_for_once_and_used_as_long_as_it_is_good() {
        anna.syncs();
        anna.syncs();

        assertThat(anna.calls(RequestKind.TOKEN)).hasSize(1);
    }

    @Test
    void a_token_about_to_run_out_is_renewed_ahead_of_time() {
        stage.provider().issueTokensFor(stage.simulator(), Duration.ofHours(1));
        anna.syncs();

        stage.clock().pass(Duration.ofMinutes(54));
        anna.syncs();
        assertThat(anna.calls(RequestKind.TOKEN)).hasSize(1);

        stage.clock().pass(Duration.ofMinutes(2));
        anna.syncs();
        assertThat(anna.calls(RequestKind.TOKEN)).hasSize(2);
        assertThat(callsRefused()).isZero();
    }

    @Test
    void a_token_that_is_not_accepted_is_renewed_once_and_the_run_goes_on() {
        anna.syncs();
        anna.user().expireAccessTokens();
        var lunch = anna.main().create("Lunch", TOMORROW);
        anna.forgetCalls();

        anna.syncs();

        assertThat(anna.told()).isEqualTo(upserted(lunch));
        assertThat(callsRefused()).isEqualTo(1);
        assertThat(anna.calls(RequestKind.TOKEN)).hasSize(1);
    }

    @Test
    void a_fresh_token_that_is_not_accepted_either_takes_the_user() {
        anna.syncs();
        stage.spoil(anna, Fault.unauthorized());
        anna.forgetCalls();

        var failure = anna.fails();

        assertThat(failure.reason()).isEqualTo(FailureReason.TOKEN_REJECTED);
        assertThat(failure.delay()).isNull();
        assertThat(anna.status()).isEqualTo(ConnectionStatus.NEEDS_RECONNECT);
        assertThat(callsRefused()).isEqualTo(2);
    }

    @Test
    void a_refresh_token_handed_out_with_an_access_token_is_the_one_used_from_then_on() {
        stage.provider().issueTokensFor(stage.simulator(), Duration.ofHours(1));
        stage.provider().rotateRefreshTokens(stage.simulator());
        var first = anna.user().refreshToken();

        for (int hour = 0; hour < 3; hour++) {
            anna.syncs();
            stage.clock().pass(Duration.ofHours(1));
        }

        assertThat(anna.calls(RequestKind.TOKEN)).hasSize(3);
        var kept = Objects.requireNonNull(stage.vault().read(anna.key())).refresh();
        assertThat(kept.secret()).isEqualTo(anna.user().refreshToken()).isNotEqualTo(first);
    }

    @Test
    void consent_withdrawn_takes_the_user_who_loses_nothing_by_coming_back() {
        anna.mutate(10);
        anna.syncs();
        anna.told();
        anna.user().revoke();

        assertThat(anna.fails().reason()).isEqualTo(FailureReason.GRANT_REVOKED);
        assertThat(anna.status()).isEqualTo(ConnectionStatus.NEEDS_RECONNECT);
        assertThat(anna.told()).isEmpty();

        var lunch = anna.main().create("Lunch", TOMORROW);
        anna.user().grantAgain();
        anna.reconnects();
        anna.syncs();
        assertThat(anna.told()).isEqualTo(upserted(lunch));
    }

    @Test
    void a_grant_that_does_not_cover_calendars_takes_the_user() {
        anna.syncs();
        stage.spoil(anna, stage.provider().scopeMissing());

        assertThat(anna.fails().reason()).isEqualTo(FailureReason.SCOPE_MISSING);
        assertThat(anna.status()).isEqualTo(ConnectionStatus.NEEDS_RECONNECT);
    }

    @Test
    void a_wrong_client_secret_is_the_operators_and_disables_nobody() {
        anna.syncs();
        anna.user().expireAccessTokens();
        stage.provider().changeTheClientSecret(stage.simulator());

        var deferred = anna.waits();

        assertThat(deferred.reason()).isEqualTo(DeferReason.OPERATOR_INCIDENT);
        assertThat(anna.status()).isEqualTo(ConnectionStatus.ACTIVE);
        stage.provider().playByTheUsualRules(stage.simulator());
        anna.syncs();
        assertThat(anna.status()).isEqualTo(ConnectionStatus.ACTIVE);
    }

    @Test
    void an_application_the_provider_has_not_enabled_is_the_operators_and_disables_nobody() {
        var fault = stage.provider().applicationFault();
        assumeThat(fault).as("a word of the provider's for it").isNotNull();
        anna.syncs();
        stage.spoil(anna, Objects.requireNonNull(fault));

        var deferred = anna.waits();

        assertThat(deferred.reason()).isEqualTo(DeferReason.OPERATOR_INCIDENT);
        assertThat(anna.status()).isEqualTo(ConnectionStatus.ACTIVE);
    }

    @Test
    void a_token_endpoint_that_is_down_is_trouble_that_passes() {
        anna.syncs();
        anna.user().expireAccessTokens();
        spoilTokens(Fault.html(503));

        assertThat(anna.fails().reason()).isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);
        assertThat(anna.status()).isEqualTo(ConnectionStatus.DEGRADED);

        stage.calm();
        anna.syncs();
        assertThat(anna.status()).isEqualTo(ConnectionStatus.ACTIVE);
    }

    @Test
    void a_token_endpoint_that_answers_with_a_page_for_people_is_no_withdrawn_consent() {
        spoilTokens(Fault.html(400));

        assertThat(anna.fails().reason()).isEqualTo(FailureReason.PROVIDER_UNAVAILABLE);

        stage.calm();
        anna.syncs();
    }
}
