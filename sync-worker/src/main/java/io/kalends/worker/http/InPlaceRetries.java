package io.kalends.worker.http;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.Provider;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.sync.ShortRetries;
import io.kalends.core.token.Pause;

/// The short retries: three more tries, at most 1 s, 2 s and 4 s apart, when the provider is not to be had; one more
/// when it throttles and asks for a wait of no more than two seconds. Whoever is asked to wait longer comes back
/// later. When a provider fails many, there is nothing left to try again with: see [RetryBudget].
final class InPlaceRetries implements ShortRetries {

    private static final int TRIES_WHEN_AWAY = 4;
    private static final int TRIES_WHEN_THROTTLED = 2;
    private static final long FIRST_WAIT_MILLIS = 1_000;
    private static final Duration WORTH_WAITING = Duration.ofSeconds(2);

    private final Retry away;
    private final Retry throttled;
    private final Pause pause;
    private final Map<Provider, RetryBudget> budgets;

    /// @param chance from 0 to 1, spreads the waits
    /// @param budgets one for every provider
    InPlaceRetries(Pause pause, DoubleSupplier chance, Map<Provider, RetryBudget> budgets) {
        this.pause = pause;
        this.budgets = Map.copyOf(budgets);
        away = retry(
                "provider-away",
                TRIES_WHEN_AWAY,
                InPlaceRetries::isAway,
                (tries, outcome) -> Math.max(
                        asked(outcome.get()), (long) (chance.getAsDouble() * (FIRST_WAIT_MILLIS << (tries - 1)))));
        throttled = retry(
                "provider-throttles",
                TRIES_WHEN_THROTTLED,
                InPlaceRetries::isThrottledBriefly,
                (_, outcome) -> asked(outcome.get()));
    }

    private static Retry retry(
            String name, int tries, Predicate<Answer<?>> worthIt, IntervalBiFunction<Answer<?>> millis) {
        return Retry.of(
                name,
                RetryConfig.<Answer<?>>custom()
                        .maxAttempts(tries)
                        .retryOnResult(worthIt)
                        .intervalBiFunction(millis)
                        .build());
    }

    @Override
    public <T> Answer<T> of(Provider provider, Call<T> call) throws InterruptedException {
        var budget = Objects.requireNonNull(budgets.get(provider));
        Retry.AsyncContext<Answer<T>> whileAway = away.asyncContext();
        Retry.AsyncContext<Answer<T>> whileThrottled = throttled.asyncContext();
        while (true) {
            var answer = call.make();
            var afterAway = whileAway.onResult(answer);
            var millis = Math.max(afterAway, whileThrottled.onResult(answer));
            if (answer instanceof Answer.Got<T>) {
                budget.worked();
            }
            if (millis < 0 || (afterAway >= 0 && !budget.spend())) {
                return answer;
            }
            pause.await(Duration.ofMillis(millis));
        }
    }

    private static boolean isAway(Answer<?> answer) {
        return answer instanceof Answer.Refused<?>(Refusal.Unavailable unavailable)
                && (unavailable.retryAfter() == null || worthWaiting(unavailable.retryAfter()));
    }

    private static boolean isThrottledBriefly(Answer<?> answer) {
        return answer instanceof Answer.Refused<?>(Refusal.Throttled limit)
                && limit.retryAfter() != null
                && worthWaiting(limit.retryAfter());
    }

    private static boolean worthWaiting(Duration wait) {
        return wait.compareTo(WORTH_WAITING) <= 0;
    }

    /// The wait the provider asked for, in milliseconds, 0 when it asked for none.
    private static long asked(Answer<?> answer) {
        @Nullable
        Duration asked = switch (answer) {
            case Answer.Refused<?>(Refusal.Unavailable unavailable) -> unavailable.retryAfter();
            case Answer.Refused<?>(Refusal.Throttled limit) -> limit.retryAfter();
            case Answer.Refused<?> _, Answer.Got<?> _ -> null;
        };
        return asked == null ? 0 : asked.toMillis();
    }
}
