package io.kalends.worker.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.core.connection.ConnectionStatus;
import io.kalends.core.connection.FailureReason;
import io.kalends.core.connection.FailureReason.Category;
import io.kalends.core.store.RunEnd.DeferReason;
import io.kalends.simulator.http.Delivery.Framing;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.world.Span;

import static io.kalends.worker.provider.Told.upserted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// A provider that is busy, down, slow or not itself.
@EveryProvider
final class TroubleTest {

    private static final Span TOMORROW =
            Span.timed(Instant.parse("2026-11-23T09:00:00Z"), Duration.ofHours(1), Stage.BERLIN);
    private static final String ELSEWHERE = "/stolen";
    private static final int TRIES = 4;
    private static final int MEGABYTE = 1_000_000;

    private final Stage stage;

    TroubleTest(Stage stage) {
        this.stage = stage;
    }

    private static Map<String, Fault> troubles() {
        var troubles = new LinkedHashMap<String, Fault>();
        troubles.put("500 with a page for people", Fault.html(500));
        troubles.put("502 without a body", Fault.empty(502));
        troubles.put("503 in its own words", Fault.refuse(503, "backendError"));
        troubles.put("504 with a page for people", Fault.html(504));
        troubles.put("a page for people", Fault.html(200));
        troubles.put("an empty answer", Fault.empty(200));
        troubles.put("half a document", new Fault.Instead(200, "application/json", "{\"items\": [{\"id\": \"a"));
        troubles.put("a redirect", new Fault.Redirect(ELSEWHERE));
        troubles.put("no answer to a request that was worked on", new Fault.HangUp());
        troubles.put("a flood", new Fault.HugeBody(12L * MEGABYTE));
        troubles.put("a gzip bomb", new Fault.GzipBomb(50L * MEGABYTE));
        troubles.put("a document without a bottom", new Fault.DeepBody(100_000));
        Arrays.stream(Framing.values())
                .forEach(framing -> troubles.put("an answer cut short: " + framing, new Fault.Cut(framing, 0.6)));
        return troubles;
    }

    /// A user who has been synced and has one more event since.
    private Stream<DynamicTest> everyTrouble(TroubleFor test) {
        return troubles().entrySet().stream()
                .map(trouble -> dynamicTest(trouble.getKey(), () -> {
                    var anna = stage.opens();
                    anna.mutate(10);
                    anna.syncs();
                    anna.told();
                    test.accept(anna, anna.main().create("Lunch", TOMORROW), trouble.getValue());
                }));
    }

    /// What happens to a user with one event to be told of.
    private interface TroubleFor {
        void accept(ConnectedUser anna, String lunch, Fault trouble);
    }

    @TestFactory
    Stream<DynamicTest> trouble_that_passes_at_once_is_outlived_within_the_run() {
        return everyTrouble((anna, lunch, trouble) -> {
            stage.spoilOnce(anna, trouble);

            anna.syncs();

            assertThat(anna.told()).isEqualTo(upserted(lunch));
            assertThat(anna.lastEnded().stats().providerCalls()).isLessThanOrEqualTo(2);
        });
    }

    @TestFactory
    Stream<DynamicTest> trouble_that_lasts_is_tried_four_times_counts_once_and_is_forgotten_when_it_is_over() {
        return everyTrouble((anna, lunch, trouble) -> {
            stage.spoil(anna, trouble);

            var failure = anna.fails();

            assertThat(failure.reason().category()).isEqualTo(Category.TRANSIENT);
            assertThat(failure.failures()).isEqualTo(1);
            assertThat(anna.status()).isEqualTo(ConnectionStatus.DEGRADED);
            assertThat(anna.lastEnded().stats().providerCalls()).isEqualTo(TRIES);
            assertThat(anna.told()).isEmpty();

            stage.calm();
            anna.syncs();
            assertThat(anna.told()).isEqualTo(upserted(lunch));
            assertThat(anna.status()).isEqualTo(ConnectionStatus.ACTIVE);
        });
    }

    @Test
    void nobody_is_sent_elsewhere() {
        var anna = stage.opens();
        stage.spoil(anna, new Fault.Redirect(ELSEWHERE));

        anna.fails();

        assertThat(stage.simulator()
                        .requests()
                        .matching(request -> request.path().contains(ELSEWHERE)))
                .isEmpty();
    }

    @Test
    void silence_is_given_up_at_the_deadline() {
        var anna = stage.opens();
        anna.syncs();
        stage.losePatience();
        stage.spoil(anna, new Fault.Silence());

        assertThat(anna.fails().reason()).isEqualTo(FailureReason.PROVIDER_TIMEOUT);

        stage.calm();
        anna.syncs();
    }

    @Test
    void an_answer_that_drips_is_given_up_at_the_deadline() {
        var anna = stage.opens();
        anna.mutate(10);
        stage.losePatience();
        stage.spoil(
                RequestMatch.on(RequestKind.EVENTS).ofUser(anna.user().email()).once(),
                new Fault.Drip(1, Duration.ofMillis(100)));

        anna.syncs();

        assertThat(anna.calls(RequestKind.EVENTS)).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, PT30S, PT60S",
                "0, PT1S, PT1.1S",
                "1, PT1S, PT1.1S",
                "10, PT10S, PT11S",
                "300, PT5M, PT5M30S",
                "120 s from now, PT2M, PT2M12S",
                "20 s ago, PT1S, PT1.1S",
                "99999999999999, PT1H, PT1H6M",
                "-5, PT30S, PT60S",
                "soon, PT30S, PT60S"
            })
    void a_limit_is_waited_for_as_long_as_the_provider_asks_within_reason(
            @Nullable String retryAfter, Duration atLeast, Duration atMost) {
        var anna = stage.opens();
        anna.syncs();
        stage.spoil(anna, stage.provider().limit(written(retryAfter)));
        var lunch = anna.main().create("Lunch", TOMORROW);

        var deferred = anna.waits();

        assertThat(deferred.reason()).isEqualTo(DeferReason.RATE_LIMIT);
        assertThat(deferred.delay()).isBetween(atLeast, atMost);
        assertThat(anna.status()).isEqualTo(ConnectionStatus.ACTIVE);
        stage.calm();
        anna.syncs();
        assertThat(anna.told()).isEqualTo(upserted(lunch));
    }

    /// The header as it is sent; a date for what is so and so long from now.
    private @Nullable String written(@Nullable String retryAfter) {
        if (retryAfter == null || !retryAfter.contains(" s ")) {
            return retryAfter;
        }
        var seconds = Long.parseLong(retryAfter.substring(0, retryAfter.indexOf(' ')));
        var when = stage.clock().instant().plusSeconds(retryAfter.endsWith("ago") ? -seconds : seconds);
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(when.atOffset(ZoneOffset.UTC));
    }

    @Test
    void a_short_limit_is_waited_for_within_the_run() {
        var anna = stage.opens();
        anna.syncs();
        stage.spoilOnce(anna, stage.provider().limit("2"));
        var before = stage.clock().instant();

        anna.syncs();

        assertThat(Duration.between(before, stage.clock().instant())).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void five_failures_in_a_row_disable_and_the_first_success_enables_again() {
        var anna = stage.opens();
        anna.mutate(10);
        stage.spoil(anna, Fault.html(503));

        for (int failures = 1; failures <= 5; failures++) {
            assertThat(anna.status()).isNotEqualTo(ConnectionStatus.DISABLED);
            assertThat(anna.fails().failures()).isEqualTo(failures);
        }
        assertThat(anna.status()).isEqualTo(ConnectionStatus.DISABLED);
        stage.calm();
        anna.syncs();

        assertThat(anna.status()).isEqualTo(ConnectionStatus.ACTIVE);
    }

    @Test
    void what_is_forbidden_for_good_disables_at_once() {
        var anna = stage.opens();
        anna.syncs();
        stage.spoil(anna, stage.provider().forbidden());

        var failure = anna.fails();

        assertThat(failure.reason()).isEqualTo(FailureReason.ACCESS_FORBIDDEN);
        assertThat(failure.delay()).isNull();
        assertThat(anna.status()).isEqualTo(ConnectionStatus.DISABLED);
        assertThat(anna.calls(RequestKind.EVENTS)).hasSize(2);
    }

    @Test
    void a_reading_that_was_broken_off_goes_on_where_it_was() {
        var anna = stage.opens();
        stage.provider().keepPagesTo(stage.simulator(), 3);
        for (int n = 0; n < 15; n++) {
            anna.main().create("Meeting " + n, TOMORROW.movedBy(Duration.ofHours(n)));
        }
        stage.spoil(
                RequestMatch.on(RequestKind.EVENTS).ofUser(anna.user().email()).fromNth(4), Fault.html(503));
        anna.fails();
        assertThat(anna.told()).hasSize(9);
        stage.calm();
        anna.forgetCalls();

        anna.syncs();

        assertThat(anna.told()).hasSize(6);
        assertThat(anna.calls(RequestKind.EVENTS))
                .as("the two pages left, and what has changed since the first")
                .hasSize(3);
    }

    @Test
    void trouble_of_one_user_is_no_other_users() {
        var anna = stage.opens();
        var ben = stage.another();
        stage.spoil(anna, Fault.html(503));

        anna.fails();
        ben.syncs();

        assertThat(ben.status()).isEqualTo(ConnectionStatus.ACTIVE);
    }
}
