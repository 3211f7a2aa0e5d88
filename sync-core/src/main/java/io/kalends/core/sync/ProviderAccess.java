package io.kalends.core.sync;

import org.jspecify.annotations.Nullable;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.plan.Problem;
import io.kalends.core.plan.Problems;
import io.kalends.core.provider.Answer;
import io.kalends.core.provider.Answer.Refusal;
import io.kalends.core.token.AccessToken;
import io.kalends.core.token.TokenAnswer;
import io.kalends.core.token.Tokens;

/// One run's way to the provider: brings the token, counts the calls, and renews a token that was not accepted, once.
final class ProviderAccess {

    /// A call that needs a token.
    @FunctionalInterface
    interface Call<T> {
        Answer<T> make(AccessToken token) throws InterruptedException;
    }

    /// What a run can make of an answer.
    sealed interface Reply<T> {
        record Value<T>(T value) implements Reply<T> {}

        record CursorLost<T>() implements Reply<T> {}

        record CalendarGone<T>() implements Reply<T> {}

        /// No call can be made at all.
        record NoToken<T>(Problem problem) implements Reply<T> {}

        record Stopped<T>(Problem problem) implements Reply<T> {}
    }

    private final ConnectionKey key;
    private final Tokens tokens;
    private final ShortRetries retries;
    private final Budget.Meter meter;
    private @Nullable AccessToken token;

    ProviderAccess(ConnectionKey key, Tokens tokens, ShortRetries retries, Budget.Meter meter) {
        this.key = key;
        this.tokens = tokens;
        this.retries = retries;
        this.meter = meter;
    }

    <T> Reply<T> ask(Call<T> call) throws InterruptedException {
        var held = token;
        return switch (held == null ? tokens.current(key) : new TokenAnswer.Valid(held)) {
            case TokenAnswer.Valid(AccessToken valid) -> {
                var answer = with(valid, call);
                yield refusedToken(answer) ? again(tokens.replace(key, valid), call) : reply(answer);
            }
            case TokenAnswer.None none -> new Reply.NoToken<>(Problems.of(none));
        };
    }

    private <T> Reply<T> again(TokenAnswer replaced, Call<T> call) throws InterruptedException {
        return switch (replaced) {
            case TokenAnswer.Valid(AccessToken valid) -> reply(with(valid, call));
            case TokenAnswer.None none -> new Reply.NoToken<>(Problems.of(none));
        };
    }

    private <T> Answer<T> with(AccessToken valid, Call<T> call) throws InterruptedException {
        token = valid;
        return retries.of(() -> {
            meter.call();
            return call.make(valid);
        });
    }

    private static boolean refusedToken(Answer<?> answer) {
        return answer instanceof Answer.Refused<?>(Refusal.Unauthorized _);
    }

    private static <T> Reply<T> reply(Answer<T> answer) {
        return switch (answer) {
            case Answer.Got<T>(T value) -> new Reply.Value<>(value);
            case Answer.Refused<T>(Refusal.CursorLost _) -> new Reply.CursorLost<>();
            case Answer.Refused<T>(Refusal.CalendarGone _) -> new Reply.CalendarGone<>();
            case Answer.Refused<T>(Refusal refusal) -> new Reply.Stopped<>(Problems.of(refusal));
        };
    }
}
