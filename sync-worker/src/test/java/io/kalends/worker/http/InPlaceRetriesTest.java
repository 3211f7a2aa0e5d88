package io.kalends.worker.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.kalends.core.connection.Provider;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.provider.Answer.Refusal.Unavailable.Cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InPlaceRetriesTest {

    private static final Answer<String> GOOD = new Answer.Got<>("page");

    private final List<Duration> waits = new ArrayList<>();

    private InPlaceRetries retries(double chance) {
        return new InPlaceRetries(waits::add, () -> chance, budgets());
    }

    private static Map<Provider, RetryBudget> budgets() {
        return Map.of(
                Provider.GOOGLE, new RetryBudget(() -> true, () -> 0, new SimpleMeterRegistry().counter("refused")));
    }

    private static Answer<String> away(@Nullable Duration retryAfter) {
        return Answer.refused(new Refusal.Unavailable(Cause.DOWN, "503", retryAfter));
    }

    private static Answer<String> throttled(@Nullable Duration retryAfter) {
        return Answer.refused(new Refusal.Throttled(retryAfter, false));
    }

    private Answer<String> answered(double chance, Deque<Answer<String>> answers) throws InterruptedException {
        return retries(chance).of(Provider.GOOGLE, answers::removeFirst);
    }

    private static Deque<Answer<String>> answers(List<Answer<String>> answers) {
        return new ArrayDeque<>(answers);
    }

    @Test
    void an_answer_is_taken_at_once() throws InterruptedException {
        assertThat(answered(1, answers(List.of(GOOD)))).isEqualTo(GOOD);
        assertThat(waits).isEmpty();
    }

    @Test
    void a_provider_that_is_away_is_tried_three_times_more() throws InterruptedException {
        var answers = answers(List.of(away(null), away(null), away(null), away(null), GOOD));

        assertThat(answered(1, answers)).isEqualTo(away(null));
        assertThat(answers).containsExactly(GOOD);
        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void waits_are_spread_by_chance_down_to_nothing() throws InterruptedException {
        answered(0.25, answers(List.of(away(null), away(null), away(null), away(null))));
        answered(0, answers(List.of(away(null), GOOD)));

        assertThat(waits)
                .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ZERO);
    }

    @Test
    void a_provider_that_comes_back_is_good_again() throws InterruptedException {
        assertThat(answered(1, answers(List.of(away(null), GOOD)))).isEqualTo(GOOD);
        assertThat(waits).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void a_short_wait_the_provider_asks_for_is_kept() throws InterruptedException {
        assertThat(answered(0.1, answers(List.of(away(Duration.ofSeconds(2)), GOOD))))
                .isEqualTo(GOOD);
        assertThat(waits).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void a_long_wait_is_for_somebody_else() throws InterruptedException {
        var longer = Duration.ofMillis(2001);

        assertThat(answered(1, answers(List.of(away(longer))))).isEqualTo(away(longer));
        assertThat(answered(1, answers(List.of(throttled(longer))))).isEqualTo(throttled(longer));
        assertThat(waits).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT1S", "PT2S"})
    void a_short_throttle_is_waited_for_once(Duration wait) throws InterruptedException {
        var answers = answers(List.of(throttled(wait), throttled(wait), GOOD));

        assertThat(answered(1, answers)).isEqualTo(throttled(wait));
        assertThat(answers).containsExactly(GOOD);
        assertThat(waits).containsExactly(wait);
    }

    @Test
    void a_throttle_without_a_wait_is_not_tried_again() throws InterruptedException {
        assertThat(answered(1, answers(List.of(throttled(null))))).isEqualTo(throttled(null));
        assertThat(waits).isEmpty();
    }

    @Test
    void one_call_does_not_use_up_the_tries_of_the_next() throws InterruptedException {
        var retries = retries(0);
        var answers = answers(List.of(away(null), away(null), away(null), away(null), away(null), GOOD));

        retries.of(Provider.GOOGLE, answers::removeFirst);

        assertThat(retries.of(Provider.GOOGLE, answers::removeFirst)).isEqualTo(GOOD);
    }

    static Stream<Refusal> forGood() {
        return Stream.of(
                new Refusal.CursorLost(),
                new Refusal.Unauthorized(),
                new Refusal.ScopeMissing(""),
                new Refusal.ApplicationFault(""),
                new Refusal.CalendarGone(),
                new Refusal.Forbidden(""),
                new Refusal.Rejected(""));
    }

    @ParameterizedTest
    @MethodSource("forGood")
    void what_does_not_pass_by_itself_is_not_tried_again(Refusal refusal) throws InterruptedException {
        assertThat(answered(1, answers(List.of(Answer.refused(refusal))))).isEqualTo(Answer.refused(refusal));
        assertThat(waits).isEmpty();
    }

    @Test
    void an_interrupted_wait_ends_it() {
        var retries = new InPlaceRetries(
                _ -> {
                    throw new InterruptedException();
                },
                () -> 1,
                budgets());

        assertThatThrownBy(() -> retries.of(Provider.GOOGLE, () -> away(null)))
                .isInstanceOf(InterruptedException.class);
    }
}
